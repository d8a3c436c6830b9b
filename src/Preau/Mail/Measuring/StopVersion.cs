using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>Ends a version that does harm while its mail is leaving: what waits for it goes to the others, in equal parts. What is in hand this very second still leaves.</summary>
public sealed class StopVersion(Database db, ReadOutcomes read, TimeProvider clock)
{
    /// <returns>How many get another version instead; null when it does no harm that holds, is stopped already, or the mail is not on its way.</returns>
    public async Task<int?> Run(Blast blast, int place, CancellationToken ct)
    {
        if (await read.Run(blast, ct) is not { } outcomes || place < 0 || place >= outcomes.Versions.Count || FindHarm.Of(outcomes.Versions, place) is null) return null;
        var others = Enumerable.Range(0, outcomes.Versions.Count).Where(p => p != place && !blast.IsStopped(p)).ToArray();
        if (others.Length == 0) return null;
        var (seen, stopped, now) = (blast.Stopped, blast.Stopped | (1 << place), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (seen == stopped || await db.Blasts.Where(b => b.Id == blast.Id && b.Stopped == seen && (b.State == BlastState.Sending || b.State == BlastState.Paused)).ExecuteUpdateAsync(s => s.SetProperty(b => b.Stopped, stopped).SetProperty(b => b.ChangedAt, now), ct) == 0) return null;
        var (moved, count) = (0, others.Length);
        foreach (var (turn, other) in others.Index())
        {
            // Nobody of them got theirs by lot any more, so they say nothing about which version is better.
            moved += await db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Version == place && d.PersonId % count == turn)
                .ExecuteUpdateAsync(s => s.SetProperty(d => d.Version, other).SetProperty(d => d.IsRest, true), ct);
        }

        await MoveArms.Recount(db, blast, ct);
        // What is in hand and comes back moves there, too.
        if (!await db.BlastArms.AnyAsync(a => a.BlastId == blast.Id && a.Place == MailDelivery.Undecided, ct)) db.Add(new BlastArm { BlastId = blast.Id, Place = MailDelivery.Undecided });
        db.Trail.Record("blast.version_stopped", [], VersionsOf.Letter(place), blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return moved;
    }
}
