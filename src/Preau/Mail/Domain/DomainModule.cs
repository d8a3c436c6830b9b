using Preau.Jobs;
using Preau.Shared;

namespace Preau.Mail.Domain;

public static class DomainModule
{
    /// <summary>Beside a sandbox the domain is made up, and so is what the DNS says of it.</summary>
    public static IServiceCollection AddMailDomain(this IServiceCollection services, IConfiguration configuration) => services.AddScoped<CheckDomain>().AddScoped<LookUpDomain>()
        .AddJob<WatchDomain, WatchDomainHandler>().AddRecurring("watch-domain", new WatchDomain(), TimeSpan.FromHours(24), perOwner: true).AddJob<TellDomain, TellDomainHandler>()
        .AddSingleton<IDnsReader>(_ => configuration.Sandbox() is not null ? MadeUpDns.OfDemo() : new LiveDns());
}
