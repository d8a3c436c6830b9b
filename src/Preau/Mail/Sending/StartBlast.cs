using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Law;
using Preau.Mail.Approval;
using Preau.Mail.Measuring;
using Preau.Mail.Pacing;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>A blast's hour has come.</summary>
/// <param name="BlastId">The blast.</param>
/// <param name="After">The last person that the parts before have looked at.</param>
public sealed record StartBlast(long BlastId, long After = 0) : IJob;

/// <summary>
/// Freezes the audience, part by part, each a transaction of its own, for some seconds a job: other work, such as a link to a new password, has its turn in between,
/// and a start that was cut off goes on where its job began, for a part that is done twice adds nobody twice. Then one message an address is kept, and mails leave.
/// </summary>
public sealed class StartBlastHandler(Database db, Audience audience, DrawLots lots, EngagedFirst engaged, BlastLaw law, Approvals approvals, Words words, TimeProvider clock) : IHandle<StartBlast>
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    public async Task Run(StartBlast job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Taken back, put off, cancelled or started since: this hour is nobody's any more.
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == job.BlastId, ct) is not { State: BlastState.Scheduled or BlastState.Sending or BlastState.Paused, FrozenAt: null } blast || blast.SendAt > now) return;
        db.TakeTime();
        if (blast.State == BlastState.Scheduled && !await Begin(blast, now, ct)) return;
        var began = clock.GetTimestamp();
        for (long? from = job.After; from is { } start; await db.Turns.Give(ct)) from = await Part(blast, start, clock.GetElapsedTime(began) > LongestTurn, ct);
    }

    private async Task<bool> Begin(Blast blast, DateTimeOffset now, CancellationToken ct)
    {
        var decision = await law.Run(blast, asksForGifts: false, ct);
        var isUnseen = await approvals.IsMissing(blast, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(LawDecision.Of("send", blast.Id, decision, now));
        if (!decision.IsAllowed || isUnseen)
        {
            // It stays a draft that says why.
            var said = words.In(blast.Language);
            var reason = isUnseen ? said["It goes to more people by now than may be written to without a second person’s approval: ask for it."] : string.Join(' ', decision.Blocks.Select(b => b.Message.In(Site.SiteViews.Culture(blast.Language))));
            var problem = said["It was not sent: {0}", reason];
            if (await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Scheduled).ExecuteUpdateAsync(s => TakeBackBlast.Draft(s, now).SetProperty(b => b.Problem, problem), ct) == 0) return false;
            db.Trail.Record("blast.taken_back", [], problem, blast.Id);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return false;
        }

        var month = (int?)Months.Of(now);
        var begun = await db.Blasts.Where(b => b.Id == blast.Id && b.State == BlastState.Scheduled)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Sending).SetProperty(b => b.Month, month).SetProperty(b => b.ChangedAt, now), ct);
        if (begun == 0) return false;
        db.Add(new BlastTotal { BlastId = blast.Id });
        db.Trail.Record("blast.started", [], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Entry(blast).ReloadAsync(ct);
        return true;
    }

    /// <returns>Behind whom this job goes on; null when it does not.</returns>
    private async Task<long?> Part(Blast blast, long after, bool isTurnOver, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // A merge would move a delivery into this part, unseen by the statement that writes it.
        await db.Execute("People/KeepPeople", ct);
        if (!await Hold(blast, null, ct)) return null;
        var now = clock.GetUtcNow();
        var isFirst = !await db.MailDeliveries.AnyAsync(d => d.Month == blast.Month && d.BlastId == blast.Id, ct);
        var (count, last) = await audience.Freeze(blast, after, now, ct);
        if (last is not { } end)
        {
            await transaction.RollbackAsync(ct);
            await End(blast, after, ct);
            return null;
        }

        if (count > 0)
        {
            var held = await lots.Run(blast, after, end, now, ct);
            await engaged.Run(blast, after, end, now, ct);
            await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Audience, t => t.Audience + count).SetProperty(t => t.HeldOut, t => t.HeldOut + held), ct);
        }

        if (isTurnOver) db.Enqueue(new StartBlast(blast.Id, end));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        // Who freezes the next part would read everybody again and again.
        if (isFirst && count > 0) await db.Learn("mail_delivery", ct);
        return isTurnOver ? null : end;
    }

    /// <summary>All parts are written. Those whose address somebody before them has are taken out, some at a time, each time a job that begins behind the parts; then the audience is fixed.</summary>
    private async Task End(Blast blast, long after, CancellationToken ct)
    {
        var seen = await db.Blasts.Where(b => b.Id == blast.Id).Select(b => (DateTimeOffset?)b.ChangedAt).SingleOrDefaultAsync(ct);
        var (same, isFixed) = (await audience.FindSame(blast, ct), false);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (same.Count > 0)
        {
            // A merge would move a delivery away from the statement that takes it out.
            await db.Execute("People/KeepPeople", ct);
            if (!await Hold(blast, null, ct)) return;
            await TakeOut(blast, same, ct);
            db.Enqueue(new StartBlast(blast.Id, after));
        }
        else if (!await Hold(blast, seen, ct))
        {
            // Somebody wrote meanwhile, as when the same job is done a second time beside this one: they are looked for again. Where it was cancelled or fixed, that job has nothing to do.
            db.Enqueue(new StartBlast(blast.Id, after));
        }
        else
        {
            var now = clock.GetUtcNow();
            // Frozen outside the hours of the law, its time begins with them.
            var decideAt = await lots.Waits(blast, ct) ? (await law.Opens(blast, now, ct) ?? now).AddMinutes(blast.TrialMinutes) : (DateTimeOffset?)null;
            await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.FrozenAt, now).SetProperty(b => b.DecideAt, decideAt), ct);
            if (decideAt is { } hour) db.Enqueue(new DecideVersion(blast.Id), hour);
            db.Trail.Record("blast.frozen", [], subjectId: blast.Id);
            isFixed = true;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        if (!isFixed) return;
        // Who leases would read everybody again and again.
        await db.Learn("mail_delivery", ct);
        NativeMemory.GiveBack();
    }

    /// <summary>Against a cancelling that comes now: it then finds what is written here and sweeps it; and against the same job done a second time beside this one.</summary>
    /// <param name="blast">Its row is held.</param>
    /// <param name="seen">Only where nobody held it since; null for always.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Whether there is something left to freeze.</returns>
    private async Task<bool> Hold(Blast blast, DateTimeOffset? seen, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Blasts.Where(b => b.Id == blast.Id && b.State != BlastState.Cancelled && b.FrozenAt == null && (seen == null || b.ChangedAt == seen))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.ChangedAt, now), ct) == 1;
    }

    private async Task TakeOut(Blast blast, IReadOnlyList<long> found, CancellationToken ct)
    {
        var taken = await audience.TakeOutSame(blast, found, ct);
        foreach (var arm in taken.GroupBy(p => BlastArm.Of(p.State, p.IsRest, p.Version, p.Wave)).OrderBy(g => g.Key)) await MoveArms.Add(db, blast.Id, arm.Key, -arm.Count(), 0, 0, 0, ct);
        // Their lot was written down.
        var held = taken.Where(p => p.State == DeliveryState.HeldOut).Select(p => p.PersonId).ToArray();
        if (held.Length > 0) db.Trail.Record($"{blast.Trace}.same", held, subjectId: blast.Id);
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Audience, t => t.Audience - taken.Count).SetProperty(t => t.HeldOut, t => t.HeldOut - held.Length), ct);
    }
}
