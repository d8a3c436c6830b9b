using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Preau.Nations;

/// <summary>For whoever watches the program: it lives (or is to be started again), and it is ready (or gets no requests for now). Words only, no details for strangers.</summary>
public static class Health
{
    public const string Root = "/health";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StoreAnswers>("store");
        return services;
    }

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks(Root + "/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks(Root + "/ready");
        return app;
    }

    /// <summary>The store answers with the schema of this version, and the program is not about to stop.</summary>
    private sealed class StoreAnswers(Store store, IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("stopping");
            await using var connection = await store.Open(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from migration";
            var applied = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            return applied >= Migrator.All(store.Dialect).Count ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("migrations are missing");
        }
    }
}
