using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Openings;

/// <summary>Openings of one nation, some hundred at once: the first of each mail, of those who agree to it still. Nothing is written of the others, whose picture went out before they said no.</summary>
public sealed class WriteOpenings(Database db, WhoIsMeasured measured)
{
    public Task Run(IReadOnlyList<HeardClick> heard, CancellationToken ct) => WriteClicks.InParts(db, heard, part => Write(part[0].BlastId, [.. part.Select(o => o.PersonId).Distinct()], part.Min(o => o.At), ct), ct);

    private async Task Write(long blastId, long[] people, DateTimeOffset at, CancellationToken ct)
    {
        if (await db.Blasts.Where(b => b.Id == blastId).Select(b => b.Month).SingleOrDefaultAsync(ct) is not { } month) return;
        var unopened = db.MailDeliveries.Where(d => d.Month == month && d.BlastId == blastId && d.IsMeasured && d.OpenedAt == null);
        var first = await unopened.Where(d => EF.Parameter(people).Contains(d.PersonId)).Select(d => d.PersonId).ToArrayAsync(ct);
        long[] opened = [.. await measured.Among(first, ct)];
        if (opened.Length == 0) return;
        var counted = await unopened.Where(d => EF.Parameter(opened).Contains(d.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(d => d.OpenedAt, at), ct);
        await db.BlastTotals.Where(t => t.BlastId == blastId).ExecuteUpdateAsync(s => s.SetProperty(t => t.Opened, t => t.Opened + counted), ct);
        // Who it was is written nowhere else: lines of the trail outlive deliveries.
        db.Trail.Note("mail.opened", counted, subjectId: blastId);
    }
}
