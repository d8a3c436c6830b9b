using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Mail;

namespace Preau.Texting;

/// <summary>What became of a text of a blast, as the gateway tells it: it moves the delivery with its totals, and the text in its conversation. What arrived has arrived, whatever is told after.</summary>
public sealed class ReportOfBlast(Database db, KeepTexts keep, TimeProvider clock)
{
    /// <summary>As <see cref="TextHandover.ReferenceOf"/> wrote it.</summary>
    public static (long BlastId, long PersonId)? Read(string reference) =>
        reference is ['b', .. var numbers] && numbers.Split('.') is [var blast, var person] && long.TryParse(blast, NumberStyles.None, CultureInfo.InvariantCulture, out var blastId) && long.TryParse(person, NumberStyles.None, CultureInfo.InvariantCulture, out var personId) ? (blastId, personId) : null;

    /// <param name="blastId">As <see cref="Read"/> has it.</param>
    /// <param name="personId">The same; merged since, whoever they are now.</param>
    /// <param name="number">Where it went: two that were merged may both have got it. Null where that is not told.</param>
    /// <param name="report">What the network says.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False where it is too early to say so: it was told before it is written down that the text left.</returns>
    public async Task<bool> Run(long blastId, long personId, string? number, SmsReport report, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == blastId && b.Month != null, ct) is not { IsText: true } blast) return true;
        var person = await db.WhoIs(personId, ct);
        var rows = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blastId && d.PersonId == person && (number == null || d.Address == number) && d.DeliveredAt == null);
        // Most of these say what is known, and come twice for each text: no store is held for them.
        if (report == SmsReport.OnItsWay && !await rows.AnyAsync(d => d.State == DeliveryState.Waiting, ct)) return true;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (report == SmsReport.OnItsWay)
        {
            if (await Taken(blast, person, rows, ct)) await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        }

        var isMoved = report == SmsReport.Delivered ? await Arrived(blast, person, rows, ct) : await Failed(blastId, rows, ct);
        if (!isMoved && await rows.AnyAsync(d => d.State == DeliveryState.Leased, ct)) return false;
        // Of two that were merged one delivery is left, and the text of each.
        if (await Texts(blastId, person, number, report, ct) || isMoved)
        {
            db.Trail.Record(report == SmsReport.Delivered ? "texts.arrived" : "texts.refused", [person], subjectId: blastId);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Whether a text to this number is being handed over, so that it is not written down yet that it left.</summary>
    public async Task<bool> IsInHand(long blastId, long personId, string number, CancellationToken ct)
    {
        if (await db.Blasts.Where(b => b.Id == blastId).Select(b => b.Month).SingleOrDefaultAsync(ct) is not { } month) return false;
        var person = await db.WhoIs(personId, ct);
        return await db.MailDeliveries.AnyAsync(d => d.Month == month && d.BlastId == blastId && d.PersonId == person && d.Address == number && d.State == DeliveryState.Leased, ct);
    }

    private async Task<bool> Texts(long blastId, long person, string? number, SmsReport report, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isThere = report == SmsReport.Delivered;
        var state = isThere ? TextState.Delivered : TextState.Refused;
        var reason = isThere ? null : TextWords.Undelivered;
        return await db.TextMessages
            .Where(t => t.BlastId == blastId && t.PersonId == person && (number == null || t.NumberKey == number) && (t.State == TextState.HandedOver || t.State == TextState.Unknown || (isThere && t.State == TextState.Refused)))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.State, state).SetProperty(t => t.Reason, reason).SetProperty(t => t.EndedAt, now), ct) > 0;
    }

    /// <summary>It waits to be tried again, because somebody on the way denied what the gateway took: it has it.</summary>
    private async Task<bool> Taken(Blast blast, long person, IQueryable<MailDelivery> rows, CancellationToken ct)
    {
        var taken = await rows.Where(d => d.State == DeliveryState.Waiting).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent).SetProperty(d => d.Answer, (string?)null), ct);
        if (taken == 0) return false;
        await keep.Run(blast, [new HandoverResult(person, new HandoverEnd.Sent())], ct);
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.Sent, t => t.Sent + taken), ct);
        db.Trail.Record("texts.sent", [person], subjectId: blast.Id);
        return true;
    }

    private async Task<bool> Arrived(Blast blast, long person, IQueryable<MailDelivery> rows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Task<int> From(DeliveryState state) => rows.Where(d => d.State == state).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Sent).SetProperty(d => d.DeliveredAt, now).SetProperty(d => d.Answer, (string?)null), ct);
        // One that was unknown, or that was told not to have arrived first; and one that waits to be tried again, because somebody on the way denied what the gateway took.
        var (sent, unknown, refused, waiting) = (await From(DeliveryState.Sent), await From(DeliveryState.Unknown), await From(DeliveryState.Refused), await From(DeliveryState.Waiting));
        var (late, all) = (unknown + refused + waiting, sent + unknown + refused + waiting);
        if (waiting > 0) await keep.Run(blast, [new HandoverResult(person, new HandoverEnd.Sent())], ct);
        await db.BlastTotals.Where(t => t.BlastId == blast.Id).ExecuteUpdateAsync(s => s
            .SetProperty(t => t.Delivered, t => t.Delivered + all).SetProperty(t => t.Sent, t => t.Sent + late).SetProperty(t => t.Unknown, t => t.Unknown - unknown).SetProperty(t => t.Refused, t => t.Refused - refused), ct);
        return all > 0;
    }

    private async Task<bool> Failed(long blastId, IQueryable<MailDelivery> rows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Task<int> From(DeliveryState state) => rows.Where(d => d.State == state).ExecuteUpdateAsync(s => s.SetProperty(d => d.State, DeliveryState.Refused).SetProperty(d => d.At, now).SetProperty(d => d.Answer, TextWords.Undelivered), ct);
        var (sent, unknown) = (await From(DeliveryState.Sent), await From(DeliveryState.Unknown));
        var all = sent + unknown;
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s
            .SetProperty(t => t.Refused, t => t.Refused + all).SetProperty(t => t.Sent, t => t.Sent - sent).SetProperty(t => t.Unknown, t => t.Unknown - unknown), ct);
        return all > 0;
    }
}
