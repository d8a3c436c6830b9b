using Preau.Jobs;

namespace Preau.Mail.Returns;

public static class ReturnsModule
{
    public static IServiceCollection AddReturns(this IServiceCollection services)
    {
        services.AddHttpClient(Providers.Client, http => (http.Timeout, http.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(15), 256 * 1024)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
        return services.AddScoped<Providers>().AddJob<AskUnknown, AskUnknownHandler>().AddRecurring("ask-unknown", new AskUnknown(), TimeSpan.FromMinutes(5), perOwner: true)
            .AddScoped<ShutAddresses>().AddScoped<RecordReturns>().AddScoped<WatchReturns>().AddScoped<ReturnClient>().AddScoped<FollowMailbox>().AddScoped<ReadMailbox>()
            .AddJob<ReadReturns, ReadReturnsHandler>().AddRecurring("read-returns", new ReadReturns(), TimeSpan.FromMinutes(1), perOwner: true);
    }
}
