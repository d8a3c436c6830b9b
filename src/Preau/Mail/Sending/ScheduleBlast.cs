using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Approval;
using Preau.Mail.Limits;
using Preau.Mail.Measuring;
using Preau.Segments;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Decides that a blast goes out. What it will be is settled with that: its text, the tree of its segment, the law's answer for that hour. Who gets it is frozen when its hour comes.</summary>
public sealed class ScheduleBlast(
    Database db, BlastChecks checks, BlastLaw law, VersionsOf versions, BlastChannels channels, CompileMail compile, Audience audience, MailLinks links, ReadSegment read, SegmentSentence sentences, SiteViews views, Approvals approvals, BlastLimits limits, CurrentAccount account, Words words, TimeProvider clock)
{
    /// <summary>From «send» to the first hand-over, for those who see their mistake a moment too late.</summary>
    public static readonly TimeSpan Undo = TimeSpan.FromSeconds(30);

    /// <summary>Above so many readers the sender types the number.</summary>
    public const long TypedAbove = 1000;

    /// <param name="blast">A tracked draft.</param>
    /// <param name="at">Null is now.</param>
    /// <param name="confirmedCount">What the sender typed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Scheduling> Run(Blast blast, DateTimeOffset? at, long? confirmedCount, CancellationToken ct) => Run(blast, at, confirmedCount, approval: null, ct);

    /// <param name="blast">A tracked draft.</param>
    /// <param name="at">Null is now.</param>
    /// <param name="confirmedCount">What the sender typed.</param>
    /// <param name="approval">What a second person approves with that; one that waits, and that they did not ask for themselves.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Scheduling> Run(Blast blast, DateTimeOffset? at, long? confirmedCount, BlastApproval? approval, CancellationToken ct)
    {
        if (blast.State != BlastState.Draft || blast.IsPattern) return new Scheduling.Refused([new BlastProblem(words["Only a draft can be sent."])]);
        var now = clock.GetUtcNow();
        var first = now + Undo;
        if (at is { } wanted && wanted < now - Undo) return new Scheduling.Refused([new BlastProblem(words["That time is over: choose a later one."])]);
        var due = at is { } later && later > first ? later : first;

        var count = await audience.Count(blast, ct);
        var problems = (await checks.Run(blast, count, due, ct)).Where(p => p.IsBlocking).ToList();
        if (count.Reachable > TypedAbove && confirmedCount != count.Reachable) problems.Add(new BlastProblem(words["Type the number of people who get it: {0}.", count.Reachable]));
        if (problems.Count == 0 && approval is null && await approvals.IsNeeded(count.Reachable, ct)) return new Scheduling.NeedsApproval(count.Reachable);
        var leads = problems.Count == 0 ? await Leads(blast, ct) : null;
        var decision = await law.Run(blast, leads is not null && await compile.AsksForGifts(leads, await views.Site(blast.Language, null, ct), ct), due, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(LawDecision.Of("send", blast.Id, decision, now));
        if (leads is null || !decision.IsAllowed)
        {
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return new Scheduling.Refused(problems);
        }

        // Two clicks, two tabs, or somebody who saves meanwhile: one statement decides who was first, and what was checked above is what leaves.
        var seen = blast.ChangedAt;
        if (await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Draft && b.ChangedAt == seen).ExecuteUpdateAsync(s => s.SetProperty(b => b.ChangedAt, now), ct) == 0) return new Scheduling.Overtaken();
        // Rolled back with all the rest where somebody else decided meanwhile.
        if (approval is not null && !await DecideApproval.Claim(db, approval, ApprovalState.Approved, account.Id, now, note: null, ct)) return new Scheduling.Overtaken();
        await links.Prepare(ct);
        await links.Of(blast, leads, ct);
        if (blast.SegmentId is not null && await read.Run(await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleAsync(ct), ct) is SegmentAnswer.Fine fine)
            (blast.Tree, blast.Sentence) = (SegmentTree.Write(fine.Tree), await sentences.Of(fine.Tree, blast.Language, ct));
        blast.Limits = await limits.Freeze((await versions.Run(blast, ct)).Written, ct);
        (blast.State, blast.SendAt, blast.Problem, blast.ChangedAt) = (BlastState.Scheduled, due, null, now);
        db.Enqueue(new StartBlast(blast.Id), due);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Scheduling.Scheduled(due);
    }

    /// <summary>Where the texts of all its versions lead; null where one of them cannot be read.</summary>
    private async Task<IReadOnlyList<string>?> Leads(Blast blast, CancellationToken ct)
    {
        var leads = new List<string>();
        foreach (var version in (await versions.Run(blast, ct)).Written)
        {
            if ((await channels.Of(blast).Read(version, ct)).Links is not { } found) return null;
            leads.AddRange(found.Except(leads, StringComparer.Ordinal));
        }

        return leads;
    }
}
