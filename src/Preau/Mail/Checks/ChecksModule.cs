using Preau.Jobs;
using Preau.Shared;

namespace Preau.Mail.Checks;

public static class ChecksModule
{
    /// <summary>Beside a sandbox, and so in a demo, nothing leaves the machine: links are answered by what is made up.</summary>
    public static IServiceCollection AddMailChecks(this IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<MailTraits>().AddScoped<MailSize>().AddScoped<BlankNames>().AddScoped<HowBroad>().AddScoped<LinksOfBlast>().AddScoped<LookOver>().AddJob<AskLinks, AskLinksHandler>()
        .AddSingleton<IAskLink>(_ => configuration.Sandbox() is not null ? new MadeUpLinks() : new LiveLinks());
}
