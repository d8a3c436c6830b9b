using System.Diagnostics;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail;

/// <summary>The panel's own mail, such as links to a password: signed, over the relay that the campaign set.</summary>
public sealed class AccountPost(NationSettings settings, PostLetter post) : IAccountPost
{
    public async Task Send(string to, string subject, string text, CancellationToken ct)
    {
        if (!(await settings.Get<MailSettings>(ct)).IsComplete) throw new TryLater("The mail relay is not set yet.");
        // Where it may have left it goes again: a link that comes twice does no harm, one that never comes does.
        var trouble = await post.Run(new PostedLetter(to, "", subject, text), ct) switch
        {
            HandoverEnd.Refused refused => refused.Answer,
            HandoverEnd.Later later => later.Answer,
            HandoverEnd.Unknown unknown => unknown.Answer,
            HandoverEnd.Sent => null,
            _ => throw new UnreachableException(),
        };
        if (trouble is not null) throw new TryLater($"The relay did not take it: {RelayAnswers.Logged(trouble)}");
    }

    public async Task<bool> Once(string to, string subject, string text, CancellationToken ct) =>
        (await settings.Get<MailSettings>(ct)).IsComplete && await post.Run(new PostedLetter(to, "", subject, text), ct) is not HandoverEnd.Later;
}
