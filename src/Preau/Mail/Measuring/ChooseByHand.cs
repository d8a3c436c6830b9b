using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Measuring;

/// <summary>Somebody ends the comparison and says which version those get who wait for one, whatever the numbers say.</summary>
public sealed class ChooseByHand(Database db, CurrentAccount account, TimeProvider clock)
{
    /// <summary>How many wait for a version.</summary>
    public Task<long> Waiting(Blast blast, CancellationToken ct) =>
        db.MailDeliveries.LongCountAsync(d => d.Month == blast.Month && d.BlastId == blast.Id && d.State == DeliveryState.Waiting && d.Version == MailDelivery.Undecided, ct);

    /// <summary>Once: whoever comes second, in another tab or by the hour, finds that it is done.</summary>
    /// <returns>False where nobody waits for a version, one is chosen already, or this one was stopped.</returns>
    public async Task<bool> Run(Blast blast, int place, CancellationToken ct)
    {
        if (place < 0 || place > await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own, ct)) return false;
        var (bit, now, by) = (1 << place, clock.GetUtcNow(), account.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isFirst = await db.Blasts.Where(b => b.Id == blast.Id && b.DecideAt != null && b.Winner == null && (b.Stopped & bit) == 0 && (b.State == BlastState.Sending || b.State == BlastState.Paused))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.Winner, place).SetProperty(b => b.ChooserId, by).SetProperty(b => b.DecidedAt, now).SetProperty(b => b.ChangedAt, now), ct) == 1;
        if (!isFirst) return false;
        db.Trail.Record("blast.version_chosen_by_hand", [], VersionsOf.Letter(place), blast.Id);
        db.Enqueue(new DecideVersion(blast.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
