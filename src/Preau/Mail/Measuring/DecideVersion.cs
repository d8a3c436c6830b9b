using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Pacing;

namespace Preau.Mail.Measuring;

/// <summary>The time is over in which the rest of an audience waits for the better version; or somebody did not want to wait.</summary>
/// <param name="BlastId">The blast.</param>
/// <param name="IsAsked">Somebody asked for it: whoever has not got a version yet is not waited for.</param>
public sealed record DecideVersion(long BlastId, bool IsAsked = false) : IJob;

/// <summary>Chooses once, and lets the rest go part by part: cut off, it goes on with those who still wait.</summary>
public sealed class DecideVersionHandler(Database db, ReadOutcomes read, EngagedFirst engaged, TimeProvider clock) : IHandle<DecideVersion>
{
    private const int PeopleAtOnce = 20_000;

    public async Task Run(DecideVersion job, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == job.BlastId && b.DecideAt != null && (b.State == BlastState.Sending || b.State == BlastState.Paused), ct) is not { } blast) return;
        if (!job.IsAsked && await IsEarly(blast, ct)) return;
        if (await Choose(blast, ct) is { } version) await Release(blast, version, ct);
    }

    /// <summary>Paused, or slower than was thought: somebody was to get a version first and nobody has tried to hand it over yet. Their time is still to come.</summary>
    private async Task<bool> IsEarly(Blast blast, CancellationToken ct)
    {
        if (blast.Winner is not null || !await db.MailDeliveries.AnyAsync(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Attempts == 0 && d.Version != MailDelivery.Undecided && !d.IsRest, ct)) return false;
        var again = clock.GetUtcNow().AddMinutes(blast.TrialMinutes);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Blasts.Where(b => b.Id == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(b => b.DecideAt, again), ct);
        db.Enqueue(new DecideVersion(blast.Id), again);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<int?> Choose(Blast blast, CancellationToken ct)
    {
        if (blast.Winner is { } known) return known;
        if (await read.Run(blast, ct) is not { } outcomes) return null;
        var ((version, by), now) = (ChooseVersion.Of(outcomes.Versions, blast), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.Blasts.Where(b => b.Id == blast.Id && b.Winner == null)
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Winner, version).SetProperty(b => b.IsClear, by != null).SetProperty(b => b.ChosenBy, by).SetProperty(b => b.DecidedAt, now).SetProperty(b => b.ChangedAt, now), ct) == 1;
        if (!isFirst) return await db.Blasts.Where(b => b.Id == blast.Id).Select(b => b.Winner).SingleAsync(ct);
        db.Trail.Record("blast.version_chosen", [], VersionsOf.Letter(version), blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return version;
    }

    private async Task Release(Blast blast, int version, CancellationToken ct)
    {
        var rest = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Version == MailDelivery.Undecided);
        var after = 0L;
        while (await rest.Where(d => d.PersonId > after).OrderBy(d => d.PersonId).Select(d => d.PersonId).Take(PeopleAtOnce).ToListAsync(ct) is [.., var last])
        {
            var (from, now) = (after, clock.GetUtcNow());
            await rest.Where(d => d.PersonId > from && d.PersonId <= last).ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, version).SetProperty(d => d.NextAt, now), ct);
            await engaged.Run(blast, from, last, now, ct);
            await db.Turns.Give(ct);
            after = last;
        }
    }
}
