using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Preau.Jobs;
using Preau.Mail.Domain;
using Preau.Nations;
using Preau.Tests.Access;

namespace Preau.Tests;

/// <summary>The whole program over a store of its own, shared by the tests of one class. Background runners are off: tests run jobs and the feed by hand.</summary>
public class PreauApp : WebApplicationFactory<Program>, IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly ConcurrentDictionary<long, bool> over = new();
    private StoreOptions? store;
    private int nations;

    public FakeTimeProvider Clock { get; } = new(Start);

    public virtual StoreOptions StoreOptions => store ?? throw new InvalidOperationException("The store is made by InitializeAsync.");

    public virtual async ValueTask InitializeAsync() => store = await TestStores.Copy();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        // Classes run side by side, and none of them listens: they must not take the default port from each other while they try it.
        builder.UseSetting("PREAU_URLS", "http://127.0.0.1:0");
        builder.UseSetting("PREAU_STORE", StoreOptions.Store.ToString());
        builder.UseSetting("PREAU_DATA", StoreOptions.Data);
        if (StoreOptions.Postgres is { } postgres) builder.UseSetting("PREAU_POSTGRES", postgres);
        builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft", Environment.GetEnvironmentVariable("PREAU_TEST_LOG") is null ? LogLevel.Critical : LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            var watch = new AuditWatch();
            // One logger for all of them: with one each, Entity Framework builds its model and compiles every question anew for each class.
            services.AddSingleton<IStartupFilter>(watch).ConfigureDbContext<Database>(options => options.AddInterceptors(watch).UseLoggerFactory(NullLoggerFactory.Instance));
            services.AddSingleton<ListJobOwners>(provider => async ct => [.. (await provider.GetRequiredService<NationDirectory>().All(ct)).Select(n => n.Id.Value).Where(id => !over.ContainsKey(id))]);
            foreach (var runner in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory is not null).ToList()) services.Remove(runner);
            // No test asks the world outside.
            services.AddSingleton<IDnsReader>(new MadeUpDns());
            Configure(services);
        });
    }

    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A nation of the test's own, with an owner.</summary>
    public async Task<TestNation> NewNation(string? slug = null)
    {
        var number = Interlocked.Increment(ref nations);
        await using var scope = Services.CreateAsyncScope();
        var nation = scope.ServiceProvider.GetRequiredService<CreateNation>().Run(slug ?? $"n{number}", $"Nation {number}");
        await scope.ServiceProvider.GetRequiredService<Database>().SaveChangesAsync();
        scope.ServiceProvider.GetRequiredService<NationDirectory>().Forget();
        return new TestNation(this, nation.Facts);
    }

    /// <summary>Its test is over: what recurs for every nation is not done for it any more, each time that a test of the class runs its jobs.</summary>
    public void IsOver(NationFacts nation) => over[nation.Id.Value] = true;

    /// <summary>A nation that the product itself made.</summary>
    public async Task<TestNation> NationOf(string slug)
    {
        var directory = Services.GetRequiredService<NationDirectory>();
        directory.Forget();
        return new TestNation(this, await directory.Find(slug, CancellationToken.None) ?? throw new InvalidOperationException($"There is no nation {slug}."));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (store is not null) await TestStores.Drop(store);
        GC.SuppressFinalize(this);
    }
}
