using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Measuring.Harm;

/// <summary>Tells the author of a mail that one of its versions was stopped, which nobody asked for.</summary>
public sealed record TellStopped(long BlastId, int Place) : IJob;

public sealed class TellStoppedHandler(Database db, IAccountPost post, NationDirectory directory, CurrentNation nation, Words words) : IHandle<TellStopped>
{
    public async Task Run(TellStopped job, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == job.BlastId, ct) is not { AuthorId: { } author } blast) return;
        if (await db.StoppedVersions.AsNoTracking().SingleOrDefaultAsync(s => s.BlastId == blast.Id && s.Place == job.Place, ct) is not { } stopped || !await db.Memberships.AnyAsync(m => m.AccountId == author, ct)) return;
        var account = await db.Accounts.SingleAsync(a => a.Id == author, ct);
        var (say, panel, letter) = (words.In(account.Language ?? nation.Facts.Language), await directory.AddressOf(nation.Facts, Surface.Panel, ct), VersionsOf.Letter(job.Place));
        var why = new DifferenceWords(say).OfVersion(stopped.Measure, stopped.Read(), VersionsOf.Letter(stopped.Other));
        await post.Send(account.Email, say["Version {0} of “{1}” was stopped", letter, blast.Heading], say["Hello {0},\n\nVersion {1} of “{2}” was stopped by itself, because it does harm. {3}\n\nWhoever was still to get it gets another version; what has left has left. The report:\n{4}", account.Name, letter, blast.Heading, why, $"{panel}/mail/{blast.Id}"], ct);
    }
}
