using Preau.Mail.Inbox;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Demo;

/// <summary>Points the demo's mail at the sandbox's mailbox, with a sender and a key of its own. What somebody set otherwise since is left alone.</summary>
public sealed class DemoRelay(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const string Here = "localhost";
    private const string Returns = "retours@valmorin.example";

    /// <param name="nation">The demo's.</param>
    /// <param name="port">Where the mailbox listens this time.</param>
    /// <param name="readingPort">Where it is read from.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Point(NationFacts nation, int port, int readingPort, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation);
        var services = scope.ServiceProvider;
        services.GetRequiredService<Actor>().IsOperator();
        var settings = services.GetRequiredService<NationSettings>();
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.RelayHost is not null and not Here || (mail.RelayHost == Here && mail.RelayPort == port && mail.Returns?.Port == readingPort && mail.Inbox?.Port == readingPort)) return;
        (mail.RelayHost, mail.RelayPort, mail.Security, mail.TestedAt) = (Here, port, RelaySecurity.None, clock.GetUtcNow());
        (mail.SenderName, mail.SenderAddress, mail.ReplyTo) = (mail.SenderName ?? nation.Name, mail.SenderAddress ?? "nouvelles@valmorin.example", mail.ReplyTo ?? "bonjour@valmorin.example");
        mail.Returns ??= new() { Address = Returns, UserName = Returns, SealedPassword = services.GetRequiredService<Seal>().Close("demo", ReturnClient.PasswordUse) };
        if (mail.Returns.Host is null or Here) (mail.Returns.Host, mail.Returns.Port, mail.Returns.Security) = (Here, readingPort, RelaySecurity.None);
        var isFirst = mail.Inbox is null;
        mail.Inbox ??= new() { Address = mail.ReplyTo, UserName = mail.ReplyTo, SealedPassword = mail.Returns.SealedPassword };
        if (mail.Inbox.Host is null or Here) (mail.Inbox.Host, mail.Inbox.Port, mail.Inbox.Security) = (Here, readingPort, RelaySecurity.None);
        if (mail.ReturnSource is null)
        {
            // The sandbox answers as a provider, too.
            var seal = services.GetRequiredService<Seal>();
            (mail.ReturnSource, mail.SealedReturnSecret) = ("mailgun", seal.Close("sandbox", ReturnSources.SecretUse));
            (mail.ProviderRegion, mail.SealedProviderKey) = (ProviderRegion.Sandbox, seal.Close(Preau.Mail.Sandbox.MailboxEndpoints.Key, Providers.KeyUse));
        }

        if (mail.SealedDkimKey is null) services.GetRequiredService<MakeDkimKey>().Run(mail);
        await settings.Set(mail, ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(ct);
        if (isFirst) await services.GetRequiredService<DemoAnswers>().Run(ct);
    }
}
