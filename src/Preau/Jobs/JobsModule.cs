using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;

namespace Preau.Jobs;

public static class JobsModule
{
    /// <summary>The runner over this store; every job runs inside the nation that its row names.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services)
    {
        services.AddSingleton<OpenJobConnection>(p => async ct => await p.GetRequiredService<Store>().Open(ct));
        services.AddSingleton<OpenJobScope>(p => async (job, ct) =>
        {
            var scope = p.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            if (job.OwnerId is { } owner && await p.GetRequiredService<NationDirectory>().Find(new NationId(owner), ct) is { } nation)
            {
                scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
            }

            return scope;
        });
        services.AddSingleton<ListJobOwners>(p => async ct => [.. (await p.GetRequiredService<NationDirectory>().All(ct)).Select(n => (long?)n.Id.Value)]);
        services.AddJobs(p => p.GetRequiredService<Store>().Dialect == Dialect.Postgres ? JobDialect.Postgres : JobDialect.Sqlite,
            // SQLite's driver does not call a busy file transient.
            with => with.AlsoWeather = problem => problem is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 5 or 6 });
        return services.AddNav(95, "Background work", "list-check", "/jobs", Permission.ManageJobs);
    }
}
