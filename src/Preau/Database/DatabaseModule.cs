using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Preau;

public static class DatabaseModule
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoreOptions>().Configure(options =>
        {
            options.Store = configuration["PREAU_STORE"]?.Trim().ToLowerInvariant() switch
            {
                null or "" => options.Store,
                "sqlite" => Dialect.Sqlite,
                "postgres" => Dialect.Postgres,
                var other => throw new StartRefused($"PREAU_STORE is «{other}»: it can be sqlite or postgres."),
            };
            options.Data = Path.GetFullPath(configuration["PREAU_DATA"] is { Length: > 0 } data ? data : options.Data);
            options.Postgres = configuration["PREAU_POSTGRES"];
        }).ValidateDataAnnotations();
        services.AddSingleton<Store>().AddSingleton<IdBlocks>().AddSingleton<Migrator>().AddSingleton<Wakeups>();
        services.AddScoped<CurrentNation>().AddScoped<Actor>();
        services.AddDbContext<Database>((provider, options) =>
        {
            var store = provider.GetRequiredService<Store>();
            if (store.Dialect == Dialect.Postgres) options.UseNpgsql(store.Postgres);
            else options.UseSqlite(store.Connection(), contextOwnsConnection: true);
            // Counts that stop at a thousand need no order; errors of commands are told by whoever catches them.
            options.ConfigureWarnings(w => w.Ignore(SqliteEventId.CompositeKeyWithValueGeneration, RelationalEventId.CommandError, CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        });
        return services;
    }
}
