using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Measuring.Harm;
using Preau.Mail.Pacing;

namespace Preau.Mail.Measuring;

/// <summary>The time is over in which the rest of an audience waits for the better version; or somebody did not want to wait.</summary>
/// <param name="BlastId">The blast.</param>
/// <param name="IsAsked">Somebody asked for it: whoever has not got a version yet is not waited for, and no other wave is drawn.</param>
/// <param name="Wave">The one whose time is over: once the next is under way, this hour is nobody's any more.</param>
public sealed record DecideVersion(long BlastId, bool IsAsked = false, int Wave = 0) : IJob;

/// <summary>
/// After each wave looks which versions are left, and lets the next one go in those; once one is left, or it is the last wave's turn, chooses that of all who wait still. Each of this is decided once, in one transaction,
/// and then done part by part: cut off, it goes on with those who still wait.
/// </summary>
public sealed class DecideVersionHandler(Database db, ReadOutcomes read, StopVersion stop, DrawLots lots, EngagedFirst engaged, BlastLaw law, TimeProvider clock) : IHandle<DecideVersion>
{
    private const int PeopleAtOnce = 20_000;

    public async Task Run(DecideVersion job, CancellationToken ct)
    {
        db.TakeTime();
        if (await Find(job.BlastId, ct) is not { } blast) return;
        if (blast.Winner is null)
        {
            // What was cut off comes first: who waits for a wave that is under way is waited for, too.
            await Draw(blast, ct);
            var versions = 1 + await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own, ct);
            var isOneLeft = blast.Racing(versions).Count == 1;
            if (!job.IsAsked && !isOneLeft && (job.Wave != blast.Wave || await IsEarly(blast, ct))) return;
            if (blast.TrialWaves > 1) await StopHarm(blast, ct);
        }

        while (await Find(job.BlastId, ct) is { } seen)
        {
            if (seen.Winner is null)
            {
                // The same job, done twice, was faster: the hours of the wave that it began are still to come.
                if (!job.IsAsked && seen.Wave != blast.Wave) return;
                if (await read.Run(seen, ct) is not { } outcomes) return;
                db.ChangeTracker.Clear();
                // A version was stopped while this was counted: what is left is another matter.
                if (!await Decide(seen, outcomes, job.IsAsked, ct)) continue;
            }

            if (await Find(job.BlastId, ct) is not { } now) return;
            if (now.Winner is { } version) await Release(now, version, ct);
            else await Draw(now, ct);
            return;
        }
    }

    private Task<Blast?> Find(long id, CancellationToken ct) =>
        db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id && b.DecideAt != null && (b.State == BlastState.Sending || b.State == BlastState.Paused), ct);

    private async Task Draw(Blast blast, CancellationToken ct)
    {
        if (blast.Wave == 0) return;
        for (var after = 0L; await lots.DrawWave(blast, after, ct) is { } last; after = last) await db.Turns.Give(ct);
    }

    /// <summary>Paused, or slower than was thought: somebody was to get a version first and nobody has tried to hand it over yet. Their time is still to come.</summary>
    private async Task<bool> IsEarly(Blast blast, CancellationToken ct)
    {
        if (!await db.MailDeliveries.AnyAsync(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Attempts == 0 && d.Version != MailDelivery.Undecided && !d.IsRest, ct)) return false;
        var again = clock.GetUtcNow().AddMinutes(blast.TrialMinutes);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Blasts.Where(b => b.Id == blast.Id && b.Winner == null && b.Wave == blast.Wave).ExecuteUpdateAsync(s => s.SetProperty(b => b.DecideAt, again), ct) == 0) return true;
        db.Enqueue(new DecideVersion(blast.Id, Wave: blast.Wave), again);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>What does harm is not drawn once more because nobody has looked this very minute.</summary>
    private async Task StopHarm(Blast blast, CancellationToken ct)
    {
        for (var now = blast; now is not null && await stop.Worst(now, ct); now = await Find(blast.Id, ct)) db.ChangeTracker.Clear();
    }

    /// <returns>False where it was decided meanwhile, or a version was stopped.</returns>
    private Task<bool> Decide(Blast blast, Outcomes outcomes, bool isAsked, CancellationToken ct)
    {
        var isLast = isAsked || blast.Wave + 1 >= blast.TrialWaves;
        var worse = isLast ? [] : FindWorse.Of(outcomes.Versions, blast);
        var left = blast.Racing(outcomes.Versions.Count).Where(p => worse.All(w => w.Place != p)).ToList();
        return isLast ? Write(blast, [], left, ChooseVersion.Of(outcomes.Versions, blast), ct) : Write(blast, worse, left, left is [var one] ? new(one, worse.Count == 0 ? null : worse.Max(w => w.By)) : null, ct);
    }

    /// <summary>Once: whoever comes second, as when the same job is done twice, finds that it is done.</summary>
    private async Task<bool> Write(Blast blast, IReadOnlyList<WorseVersion> worse, List<int> left, VersionChoice? choice, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Drawn outside the hours of the law, a wave's time begins with them.
        var next = choice is null ? (await law.Opens(blast, now, ct) ?? now).AddMinutes(blast.TrialMinutes) : blast.DecideAt;
        var (wave, dropped) = (choice is null ? blast.Wave + 1 : blast.Wave, worse.Aggregate(blast.Dropped, (bits, w) => bits | (1 << w.Place)));
        var (version, by, isClear, decidedAt) = (choice?.Place, choice?.By, choice?.By is not null, choice is null ? (DateTimeOffset?)null : now);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.Blasts.Where(b => b.Id == blast.Id && b.Winner == null && b.Wave == blast.Wave && b.Stopped == blast.Stopped).ExecuteUpdateAsync(s => s
            .SetProperty(b => b.Winner, version).SetProperty(b => b.IsClear, isClear).SetProperty(b => b.ChosenBy, by).SetProperty(b => b.DecidedAt, decidedAt)
            .SetProperty(b => b.Wave, wave).SetProperty(b => b.Dropped, dropped).SetProperty(b => b.DecideAt, next).SetProperty(b => b.ChangedAt, now), ct) == 1;
        if (!isFirst) return false;
        foreach (var w in worse)
        {
            db.Add(new StoppedVersion { BlastId = blast.Id, Place = w.Place, Other = w.Other, Measure = w.By, Estimate = w.Difference.Estimate, Low = w.Difference.Low, High = w.Difference.High, At = now });
            db.Trail.Record("blast.version_dropped", [], VersionsOf.Letter(w.Place), blast.Id);
        }

        if (version is { } chosen)
        {
            db.Trail.Record("blast.version_chosen", [], VersionsOf.Letter(chosen), blast.Id);
        }
        else
        {
            foreach (var place in left) db.Add(new BlastArm { BlastId = blast.Id, Place = BlastArm.At(wave, place) });
            db.Trail.Record("blast.wave_begun", [], wave.ToString(CultureInfo.InvariantCulture), blast.Id);
            db.Enqueue(new DecideVersion(blast.Id, Wave: wave), next);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
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
