using Preau.Jobs;

namespace Preau.Mail.Returns;

public static class ReturnsModule
{
    public static IServiceCollection AddReturns(this IServiceCollection services) => services
        .AddScoped<ShutAddresses>().AddScoped<RecordReturns>().AddScoped<WatchReturns>().AddScoped<ReturnClient>().AddScoped<FollowMailbox>().AddScoped<ReadMailbox>()
        .AddJob<ReadReturns, ReadReturnsHandler>().AddRecurring("read-returns", new ReadReturns(), TimeSpan.FromMinutes(1), perOwner: true);
}
