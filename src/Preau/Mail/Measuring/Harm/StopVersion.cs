using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring.Harm;

/// <summary>Ends a version that does harm while its mail is leaving: what waits for it goes to the others, in equal parts. What is in hand this very second still leaves.</summary>
public sealed class StopVersion(Database db, ReadOutcomes read, TimeProvider clock)
{
    /// <summary>Somebody asked for it.</summary>
    /// <returns>How many get another version instead; null when it does no harm that holds, is stopped already, or the mail is not on its way.</returns>
    public async Task<int?> Run(Blast blast, int place, CancellationToken ct) =>
        await read.Leaving(blast, ct) is { } versions && place >= 0 && place < versions.Count && FindHarm.Of(versions, blast, place) is { } harm ? await Stop(blast, versions.Count, place, harm, isAsked: true, ct) : null;

    /// <summary>Nobody asked: the one that does the most harm, and its author is told.</summary>
    /// <returns>Whether one was stopped.</returns>
    public async Task<bool> Worst(Blast blast, CancellationToken ct)
    {
        if (await read.Leaving(blast, ct) is not { } versions) return false;
        var found = Enumerable.Range(0, versions.Count).Select(p => (Place: p, Harm: FindHarm.Of(versions, blast, p))).Where(f => f.Harm is not null).OrderByDescending(f => f.Harm?.By).ThenByDescending(f => f.Harm?.Difference.Estimate).FirstOrDefault();
        return found.Harm is { } harm && await Stop(blast, versions.Count, found.Place, harm, isAsked: false, ct) is not null;
    }

    private async Task<int?> Stop(Blast blast, int versions, int place, VersionHarm harm, bool isAsked, CancellationToken ct)
    {
        var (seen, dropped, now) = (blast.Stopped, blast.Dropped, clock.GetUtcNow());
        blast.Stopped |= 1 << place;
        var (others, stopped) = (blast.Racing(versions), blast.Stopped);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Blasts.Where(b => b.Id == blast.Id && b.Stopped == seen && b.Dropped == dropped && (b.State == BlastState.Sending || b.State == BlastState.Paused)).ExecuteUpdateAsync(s => s.SetProperty(b => b.Stopped, stopped).SetProperty(b => b.ChangedAt, now), ct) == 0) return null;
        var (moved, count) = (0, others.Count);
        foreach (var (turn, other) in others.Index())
        {
            // Nobody of them got theirs by lot any more, so they say nothing about which version is better.
            moved += await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Version == place && d.PersonId % count == turn)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, other).SetProperty(d => d.IsRest, true), ct);
        }

        await MoveArms.Recount(db, blast, ct);
        // What is in hand and comes back moves there, too.
        await MoveArms.Make(db, blast.Id, [MailDelivery.Undecided], ct);
        var difference = harm.Difference;
        db.Add(new StoppedVersion { BlastId = blast.Id, Place = place, Other = harm.Other, Measure = harm.By, Estimate = difference.Estimate, Low = difference.Low, High = difference.High, At = now, IsAsked = isAsked });
        // Whoever waits for the better one need not wait for the only one.
        if (count == 1 && blast is { DecideAt: not null, Winner: null }) db.Enqueue(new DecideVersion(blast.Id));
        if (!isAsked && blast.AuthorId is not null) db.Enqueue(new TellStopped(blast.Id, place));
        db.Trail.Record("blast.version_stopped", [], VersionsOf.Letter(place), blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return moved;
    }
}
