using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Nations;
using Preau.People;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Confirming;

/// <summary>Asks the owner of an address whether it was they who said yes. Saved with the form.</summary>
public sealed record AskYes(long PersonId) : IJob;

/// <summary>One letter. It names nobody, for whoever typed the address may have typed any name.</summary>
public sealed class AskYesHandler(Database db, Suppressions suppressions, MailLinks links, NationSettings settings, CurrentNation nation, PostLetter post, Words words, TimeProvider clock) : IHandle<AskYes>
{
    public async Task Run(AskYes job, CancellationToken ct)
    {
        var unsent = db.PendingYeses.Where(y => y.PersonId == job.PersonId && y.SentAt == null);
        if (await unsent.AsNoTracking().SingleOrDefaultAsync(ct) is not { } yes) return;
        // Shut since the form was filled in.
        if (await suppressions.WhyShut(SuppressedChannel.Mail, yes.AddressKey, ct) is { } shut && shut != Suppressions.Erased) return;
        if (!(await settings.Get<MailSettings>(ct)).IsComplete) throw new TryLater("The mail relay is not set yet.");
        var signer = await links.Prepare(ct);
        await db.SaveChangesAsync(ct);
        var now = clock.GetUtcNow();
        if (await unsent.ExecuteUpdateAsync(s => s.SetProperty(y => y.SentAt, now), ct) == 0) return;
        var said = words.In(yes.Language);
        string[] asked = yes.IsOfTeam
            ? [said["The team of {0} wrote down that you agree to this:", nation.Facts.Name], yes.AskedInLines, said["You had told us that you do not want it: it does not count yet. If you want it now, open this page and press the button:"]]
            : yes.Questions.Length == 0
            ? [said["Somebody filled in a form on the site of {0} with this address.", nation.Facts.Name], said["We had taken you off our list. If it was you and you want to be on it again, open this page and press the button:"]]
            :
            [
                said["Somebody filled in a form on the site of {0} with this address, and ticked:", nation.Facts.Name], yes.AskedInLines,
                said["You were no longer with us, or had told us that you do not want that: it does not count yet. If it was you and you want it now, open this page and press the button:"],
            ];
        var text = string.Join("\n\n", [.. asked, signer.Yes(yes.PersonId, yes.AskedAt), yes.IsOfTeam ? said["If you do not want it, do nothing: nothing changes."] : said["If it was not you, or you changed your mind, do nothing: nothing changes."]]);
        // A mail that began to leave is not cut off because the program stops: that would leave its end unknown.
        var end = await post.Run(new PostedLetter(yes.Address, "", yes.IsOfTeam ? said["Do you agree? {0} asks", nation.Facts.Name] : said["Was it you? {0} asks", nation.Facts.Name], text) { PersonId = yes.PersonId }, CancellationToken.None);
        switch (end)
        {
            case HandoverEnd.Sent:
                db.Trail.Record("pending_yes.asked", [yes.PersonId]);
                await db.SaveChangesAsync(CancellationToken.None);
                break;
            case HandoverEnd.Later later:
                await db.PendingYeses.Where(y => y.PersonId == job.PersonId).ExecuteUpdateAsync(s => s.SetProperty(y => y.SentAt, (DateTimeOffset?)null), CancellationToken.None);
                throw new TryLater(RelayAnswers.Logged(later.Answer));
            case HandoverEnd.Refused or HandoverEnd.Unknown: break;
            default: throw new UnreachableException();
        }
    }
}
