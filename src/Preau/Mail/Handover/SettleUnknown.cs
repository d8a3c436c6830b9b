using Microsoft.EntityFrameworkCore;

namespace Preau.Mail;

/// <summary>What became of deliveries whose end was not known, once something tells: a click, a report of another server, the provider.</summary>
public static class SettleUnknown
{
    /// <summary>The relay took these mails after all. In the transaction that is open.</summary>
    /// <param name="db">The store.</param>
    /// <param name="blastId">The mail.</param>
    /// <param name="month">Of its deliveries.</param>
    /// <param name="people">Whose; of others than unknown ones nothing changes.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task Sent(Database db, long blastId, int? month, IReadOnlyCollection<long> people, CancellationToken ct)
    {
        if (await End(db, blastId, month, people, DeliveryState.Sent, null, ct) is > 0 and var moved)
            await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unknown, t => t.Unknown - moved).SetProperty(t => t.Sent, t => t.Sent + moved), ct);
    }

    /// <summary>The relay never had these mails. They are not sent again by themselves.</summary>
    public static async Task NotTaken(Database db, long blastId, int? month, IReadOnlyCollection<long> people, string answer, CancellationToken ct)
    {
        if (await End(db, blastId, month, people, DeliveryState.Refused, answer, ct) is > 0 and var moved)
            await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unknown, t => t.Unknown - moved).SetProperty(t => t.Refused, t => t.Refused + moved), ct);
    }

    private static async Task<int> End(Database db, long blastId, int? month, IReadOnlyCollection<long> people, DeliveryState to, string? answer, CancellationToken ct)
    {
        var ids = people as long[] ?? [.. people];
        var unknown = db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId && EF.Parameter(ids).Contains(d.PersonId) && d.State == DeliveryState.Unknown);
        var theirs = await unknown.OrderBy(d => d.PersonId).Select(d => d.PersonId).ToListAsync(ct);
        if (theirs.Count == 0) return 0;
        var moved = await unknown.ExecuteUpdateAsync(s => s.SetProperty(d => d.State, to).SetProperty(d => d.Answer, answer).SetProperty(d => d.Holder, (string?)null), ct);
        if (moved > 0) db.Trail.Record(to == DeliveryState.Sent ? "mail.sent" : "mail.refused", theirs, subjectId: blastId);
        return moved;
    }
}
