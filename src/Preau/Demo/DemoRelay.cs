using Preau.Nations;
using Preau.Settings;

namespace Preau.Demo;

/// <summary>Points the demo's mail at the sandbox's mailbox, with a sender and a key of its own. What somebody set otherwise since is left alone.</summary>
public sealed class DemoRelay(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const string Here = "localhost";

    /// <param name="nation">The demo's.</param>
    /// <param name="port">Where the mailbox listens this time.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Point(NationFacts nation, int port, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var services = scope.ServiceProvider;
        services.GetRequiredService<Actor>().IsOperator();
        var settings = services.GetRequiredService<NationSettings>();
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.RelayHost is not null and not Here || (mail.RelayHost == Here && mail.RelayPort == port)) return;
        (mail.RelayHost, mail.RelayPort, mail.Security, mail.TestedAt) = (Here, port, RelaySecurity.None, clock.GetUtcNow());
        (mail.SenderName, mail.SenderAddress, mail.ReplyTo) = (mail.SenderName ?? nation.Name, mail.SenderAddress ?? "nouvelles@valmorin.example", mail.ReplyTo ?? "bonjour@valmorin.example");
        if (mail.SealedDkimKey is null) services.GetRequiredService<MakeDkimKey>().Run(mail);
        await settings.Set(mail, ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(ct);
    }
}
