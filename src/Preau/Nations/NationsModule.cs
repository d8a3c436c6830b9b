namespace Preau.Nations;

public static class NationsModule
{
    public static IServiceCollection AddNations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AddressOptions>().Configure(options =>
        {
            options.BaseHost = configuration["PREAU_HOST"] ?? options.BaseHost;
            options.Scheme = configuration["PREAU_SCHEME"] ?? options.Scheme;
            if (configuration["PREAU_PORT"] is { } port) options.Port = int.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure(o => Proxies.Trust(o, configuration[Proxies.Variable]));
        return services.AddHealth().AddSingleton<NationDirectory>().AddScoped<NationSettings>().AddScoped<CreateNation>().AddScoped<MarkSeen>()
            .AddSingleton<MatcherPolicy, SurfacePolicy>();
    }

    /// <summary>Before routing: for whom the request is, which nation, and which surface.</summary>
    public static IApplicationBuilder UseNations(this IApplicationBuilder app) => app.UseForwardedHeaders().UseMiddleware<NationFromHost>();
}
