using Microsoft.EntityFrameworkCore;
using Preau.Mail.Pacing;

namespace Preau.Mail;

/// <summary>What became of mails whose end was not known, once something tells: a click, a report of another server, the provider. In the transaction that is open, in the order of <see cref="Measuring.MoveArms"/>.</summary>
public sealed class SettleUnknown(Database db, CountDays days)
{
    /// <param name="To">Their end.</param>
    /// <param name="Mails">Whose, when and where each went.</param>
    public sealed record Moved(DeliveryState To, IReadOnlyList<(long PersonId, DateTimeOffset At, string Address)> Mails);

    /// <summary>The relay took these mails after all.</summary>
    /// <param name="blastId">The mail.</param>
    /// <param name="month">Of its deliveries.</param>
    /// <param name="people">Whose; of others than unknown ones nothing changes.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Sent(long blastId, int? month, IReadOnlyCollection<long> people, CancellationToken ct) => await Count(blastId, [await Arrived(blastId, month, people, ct)], ct);

    /// <summary>The deliveries alone, for whoever moves other things of them as well before it counts them.</summary>
    public Task<Moved> Arrived(long blastId, int? month, IReadOnlyCollection<long> people, CancellationToken ct) => Move(Unknown(blastId, month, people), blastId, DeliveryState.Sent, null, ct);

    /// <summary>The same of those alone of whom something told already that they have it, before it was not known.</summary>
    public Task<Moved> Proved(long blastId, int? month, IReadOnlyCollection<long> people, CancellationToken ct) =>
        Move(Unknown(blastId, month, people).Where(d => d.ClickedAt != null || d.UnsubscribedAt != null || d.BouncedAt != null || d.ComplainedAt != null), blastId, DeliveryState.Sent, null, ct);

    /// <summary>The relay never took these mails. They are not sent again by themselves.</summary>
    public async Task NotTaken(long blastId, int? month, IReadOnlyCollection<long> people, string answer, CancellationToken ct) =>
        await Count(blastId, [await Proved(blastId, month, people, ct), await Move(Unknown(blastId, month, people), blastId, DeliveryState.Refused, answer, ct)], ct);

    /// <summary>In the blast's total. Whoever counts other things of its days, too, counts these with them: <see cref="CountDays"/> locks them in one order once.</summary>
    public async Task Total(long blastId, Moved moved, CancellationToken ct)
    {
        if (moved.Mails.Count == 0) return;
        var (all, sent) = (moved.Mails.Count, moved.To == DeliveryState.Sent ? moved.Mails.Count : 0);
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Unknown, t => t.Unknown - all).SetProperty(t => t.Sent, t => t.Sent + sent).SetProperty(t => t.Refused, t => t.Refused + all - sent), ct);
    }

    /// <summary>In the total, and in what its days came to.</summary>
    public async Task Count(long blastId, IReadOnlyCollection<Moved> moved, CancellationToken ct)
    {
        foreach (var one in moved) await Total(blastId, one, ct);
        await days.Take(moved.SelectMany(m => m.Mails, (m, mail) => (mail.At, mail.Address, (DeliveryState?)m.To, false)), ct);
    }

    private IQueryable<MailDelivery> Unknown(long blastId, int? month, IReadOnlyCollection<long> people)
    {
        var ids = people as long[] ?? [.. people];
        return db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId && EF.Parameter(ids).Contains(d.PersonId) && d.State == DeliveryState.Unknown);
    }

    /// <summary>One by one, so that of two who settle the same mail one does.</summary>
    private async Task<Moved> Move(IQueryable<MailDelivery> unknown, long blastId, DeliveryState to, string? answer, CancellationToken ct)
    {
        var moved = new List<(long PersonId, DateTimeOffset At, string Address)>();
        foreach (var one in await unknown.OrderBy(d => d.PersonId).Select(d => new { d.PersonId, d.At, d.Address }).ToListAsync(ct))
        {
            if (await unknown.Where(d => d.PersonId == one.PersonId).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, to).SetProperty(d => d.Answer, answer).SetProperty(d => d.Holder, (string?)null), ct) == 1) moved.Add((one.PersonId, one.At, one.Address));
        }

        if (moved.Count > 0) db.Trail.Record(to == DeliveryState.Sent ? "mail.sent" : "mail.refused", [.. moved.Select(m => m.PersonId)], subjectId: blastId);
        return new(to, moved);
    }
}
