using Microsoft.EntityFrameworkCore;
using Preau.Mail.Measuring;
using Preau.Mail.Pacing;

namespace Preau.Mail;

/// <summary>Clicks of one nation, some hundred at once: a line each, the first of a delivery in its total. The same press is written once.</summary>
public sealed class WriteClicks(Database db, CountDays days, SettleUnknown settle)
{
    private const int AtOnce = 500;

    // One press of a finger is often two requests.
    private static readonly TimeSpan Same = TimeSpan.FromSeconds(10);

    public Task Run(IReadOnlyList<HeardClick> heard, CancellationToken ct) => InParts(db, heard, part => Write(part[0].BlastId, part[0].IsOfText, part, ct), ct);

    /// <summary>Part by part in one order, each of one message and in a transaction, and of whoever these people are by now.</summary>
    internal static async Task InParts(Database db, IReadOnlyList<HeardClick> heard, Func<IReadOnlyList<HeardClick>, Task> write, CancellationToken ct)
    {
        foreach (var part in heard.GroupBy(c => (c.BlastId, c.IsOfText)).OrderBy(g => g.Key).SelectMany(g => g.OrderBy(c => c.PersonId).ThenBy(c => c.At).Chunk(AtOnce)))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var ids = part.Select(c => c.PersonId).Distinct().ToArray();
            var merged = await db.MergedPeople.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.PersonId, ct);
            await write([.. part.Select(c => c with { PersonId = merged.GetValueOrDefault(c.PersonId, c.PersonId) })]);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    private async Task Write(long blastId, bool isOfText, IReadOnlyList<HeardClick> heard, CancellationToken ct)
    {
        if (await db.Blasts.Where(b => b.Id == blastId).Select(b => b.Month).SingleOrDefaultAsync(ct) is not { } month) return;
        var ids = heard.Select(c => c.PersonId).Distinct().ToArray();
        var since = heard.Min(c => c.At) - Same;
        var deliveries = db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId);
        // Erased since: they were led on all the same, to whom it was sent is not known any more.
        var known = await deliveries.Where(d => EF.Parameter(ids).Contains(d.PersonId)).Select(d => new { d.PersonId, d.Address, d.At, IsFirst = d.ClickedAt == null, IsUnknown = d.State == DeliveryState.Unknown }).ToDictionaryAsync(d => d.PersonId, ct);
        var before = await db.MailClicks.Where(c => EF.Parameter(ids).Contains(c.PersonId) && c.At > since && c.BlastId == blastId).Select(c => new { c.PersonId, c.MailLinkId, c.At }).ToListAsync(ct);
        var last = before.GroupBy(c => (c.PersonId, c.MailLinkId)).ToDictionary(g => g.Key, g => g.Max(c => c.At));
        var clicks = new List<HeardClick>(heard.Count);
        foreach (var click in heard.Where(c => known.ContainsKey(c.PersonId)).OrderBy(c => c.At))
        {
            if (last.TryGetValue((click.PersonId, click.LinkId), out var at) && click.At - at < Same) continue;
            last[(click.PersonId, click.LinkId)] = click.At;
            clicks.Add(click);
        }

        if (clicks.Count == 0) return;
        var first = clicks.Where(c => known[c.PersonId].IsFirst).Select(c => c.PersonId).Distinct().ToArray();
        // Of all that are written at once, the earliest: within seconds.
        var firstAt = clicks[0].At;
        var counted = first.Length == 0 ? 0 : await deliveries.Where(d => EF.Parameter(first).Contains(d.PersonId) && d.ClickedAt == null).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClickedAt, firstAt), ct);
        // Whoever follows a link of a mail has it. What texts came to stands with their conversations, too, and is told by the networks.
        long[] unknown = isOfText ? [] : [.. clicks.Select(c => c.PersonId).Where(p => known[p].IsUnknown).Distinct()];
        var arrived = unknown.Length == 0 ? null : await settle.Arrived(blastId, month, unknown, ct);
        if (counted > 0) await CountArms(blastId, deliveries.Where(d => EF.Parameter(first).Contains(d.PersonId) && d.ClickedAt == firstAt), ct);
        if (counted > 0) await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Clicked, t => t.Clicked + counted), ct);
        if (arrived is not null) await settle.Total(blastId, arrived, ct);
        var ends = arrived?.Mails.Select(m => (m.At, m.Address, (DeliveryState?)DeliveryState.Sent, false)) ?? [];
        if (!isOfText) await days.Take([.. ends, .. counted > 0 ? first.Select(p => (known[p].At, known[p].Address, (DeliveryState?)null, true)) : []], ct);
        var id = db.Ids.Reserve("mail_click", clicks.Count);
        await using (var writer = await db.Bulk("mail_click", ["month", "id", "blast_id", "person_id", "mail_link_id", "at"], ct))
        {
            foreach (var click in clicks) writer.Row(Months.Of(click.At), id++, blastId, click.PersonId, click.LinkId, click.At);
            await writer.Done(ct);
        }

        db.Trail.Record(isOfText ? "texts.clicked" : "mail.clicked", [.. clicks.Select(c => c.PersonId).Distinct()], subjectId: blastId, count: clicks.Count);
    }

    /// <summary>Read once they are marked: until the end of the transaction they stay in their groups.</summary>
    private async Task CountArms(long blastId, IQueryable<MailDelivery> marked, CancellationToken ct)
    {
        if (!await db.BlastArms.AnyAsync(a => a.BlastId == blastId, ct)) return;
        var lots = await marked.Select(d => new { d.State, d.IsRest, d.Version, d.Wave }).ToListAsync(ct);
        foreach (var arm in lots.GroupBy(d => BlastArm.Of(d.State, d.IsRest, d.Version, d.Wave)).OrderBy(g => g.Key)) await MoveArms.Add(db, blastId, arm.Key, 0, arm.Count(), 0, 0, ct);
    }
}
