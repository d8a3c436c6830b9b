using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Preau;

public static class DatabaseModule
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoreOptions>().Configure(options =>
        {
            options.Store = configuration["PREAU_STORE"] is { } store ? Enum.Parse<Dialect>(store, ignoreCase: true) : options.Store;
            options.Data = Path.GetFullPath(configuration["PREAU_DATA"] ?? options.Data);
            options.Postgres = configuration["PREAU_POSTGRES"];
        }).ValidateDataAnnotations();
        services.AddSingleton<Store>().AddSingleton<IdBlocks>().AddSingleton<Migrator>().AddSingleton<Wakeups>();
        services.AddScoped<CurrentNation>().AddScoped<Actor>();
        services.AddDbContext<Database>((provider, options) =>
        {
            var store = provider.GetRequiredService<Store>();
            if (store.Dialect == Dialect.Postgres) options.UseNpgsql(store.Postgres);
            else options.UseSqlite(store.ConnectionString);
            // Counts that stop at a thousand need no order; errors of commands are told by whoever catches them.
            options.ConfigureWarnings(w => w.Ignore(SqliteEventId.CompositeKeyWithValueGeneration, RelationalEventId.CommandError, CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        });
        return services;
    }
}
