using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;

namespace Preau.Mail;

/// <summary>Somebody left by a message, or did not after all: on their delivery, and in what the message has come to.</summary>
public static class MarkLeft
{
    /// <summary>In the transaction that is open.</summary>
    /// <param name="db">The store.</param>
    /// <param name="blastId">The message.</param>
    /// <param name="month">Of its deliveries.</param>
    /// <param name="personId">Who.</param>
    /// <param name="at">When; null where they did not leave.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False where it was so already, or they did not get the message.</returns>
    public static async Task<bool> Run(Database db, long blastId, int? month, long personId, DateTimeOffset? at, CancellationToken ct)
    {
        var (delivery, by) = (db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId && d.PersonId == personId), at is null ? -1 : 1);
        var other = at is null ? delivery.Where(d => d.UnsubscribedAt != null) : delivery.Where(d => d.UnsubscribedAt == null);
        if (await other.ExecuteUpdateAsync(s => s.SetProperty(d => d.UnsubscribedAt, at), ct) == 0) return false;
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unsubscribed, t => t.Unsubscribed + by), ct);
        var lot = await delivery.Select(d => new { d.State, d.IsRest, d.Version }).SingleAsync(ct);
        await BlastArm.Add(db, blastId, BlastArm.Of(lot.State, lot.IsRest, lot.Version), 0, 0, by, ct);
        return true;
    }
}
