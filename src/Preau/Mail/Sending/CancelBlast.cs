using Microsoft.EntityFrameworkCore;

namespace Preau.Mail;

/// <summary>Stops a blast for good. What has left has left; everybody else is marked as not written to.</summary>
public sealed class CancelBlast(Database db, TimeProvider clock)
{
    /// <returns>False when there is nothing left to stop.</returns>
    public async Task<bool> Run(Blast blast, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var cancelled = await db.Blasts.Where(b => b.Id == blast.Id && (b.State == BlastState.Scheduled || b.State == BlastState.Sending || b.State == BlastState.Paused))
            .ExecuteUpdateAsync(s => s.SetProperty(b => b.State, BlastState.Cancelled).SetProperty(b => b.Problem, (string?)null).SetProperty(b => b.ChangedAt, now), ct);
        if (cancelled == 0) return false;
        await Sweep(db, blast.Id, now, ct);
        db.Trail.Record("blast.cancelled", [], subjectId: blast.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        await db.Entry(blast).ReloadAsync(ct);
        return true;
    }

    /// <summary>The same in a transaction of its own, when what somebody had in hand came back.</summary>
    public static async Task SweepAlone(Database db, long blastId, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Sweep(db, blastId, now, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>In the transaction that is open: whoever waits is cancelled, and the blast has ended when nobody has any of it in hand.</summary>
    public static async Task Sweep(Database db, long blastId, DateTimeOffset now, CancellationToken ct)
    {
        var swept = await db.MailDeliveries.Where(d => d.BlastId == blastId && d.State == DeliveryState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Cancelled).SetProperty(d => d.At, now), ct);
        if (swept > 0) await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Cancelled, t => t.Cancelled + swept), ct);
        if (!await db.MailDeliveries.AnyAsync(d => d.BlastId == blastId && d.State == DeliveryState.Leased, ct))
            await db.Blasts.Where(b => b.Id == blastId && b.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(b => b.EndedAt, now), ct);
    }
}
