using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;

namespace Preau.Settings;

/// <summary>Sends the panel's own mail over the relay that the campaign set.</summary>
public sealed class RelayPost(NationSettings settings, TestRelay relay) : IAccountPost
{
    public async Task Send(string to, string subject, string text, CancellationToken ct)
    {
        var mail = await settings.Get<MailSettings>(ct);
        if (!mail.IsComplete) throw new TryLater("The mail relay is not set yet.");
        if (await relay.Run(mail, to, subject, text, ct) is RelayTest.Failed failed) throw new TryLater(failed.Reason);
    }
}
