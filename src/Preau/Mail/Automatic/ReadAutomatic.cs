using Microsoft.EntityFrameworkCore;
using Preau.Mail.Automatic.Newsletters;

namespace Preau.Mail.Automatic;

/// <param name="Title">Of the page; null for what a calendar brings.</param>
/// <param name="Month">Handed over within the last thirty days.</param>
/// <param name="Next">When the next one goes out, as far as it is known.</param>
public sealed record AutomaticRow(AutomaticMail Mail, string Subject, string? Title, string? Language, long Month, DateTimeOffset? Next);

public sealed record NewsletterRow(Newsletter Letter, string Subject, long Month);

/// <summary>All that sends by itself, and how much it sent.</summary>
public sealed class ReadAutomatic(Database db, CurrentNation nation, TimeProvider clock)
{
    public const int Days = 30;

    /// <param name="pageId">Of one page only; all when null.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IReadOnlyList<AutomaticRow>> Run(long? pageId, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-Days);
        var rows = await (
            from mail in db.AutomaticMails.AsNoTracking()
            where pageId == null || mail.PageId == pageId
            join blast in db.Blasts on mail.BlastId equals blast.Id
            join found in db.SitePages on mail.PageId equals (long?)found.Id into pages
            from page in pages.DefaultIfEmpty()
            orderby mail.PageId, mail.Kind, mail.Days, mail.Id
            select new { Mail = mail, blast.Subject, page.Title, page.Language }).ToListAsync(ct);
        var answers = await db.AutomaticTurns.Where(t => t.State == TurnState.Sent && t.At >= since).GroupBy(t => t.AutomaticMailId).Select(g => new { Id = g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Id, g => g.Count, ct);
        var steps = await db.Blasts.Where(b => b.StepId != null && b.FrozenAt >= since).Join(db.BlastTotals, b => b.Id, t => t.BlastId, (b, t) => new { b.StepId, t.Sent }).GroupBy(b => b.StepId).Select(g => new { Id = g.Key ?? 0, Count = g.Sum(b => b.Sent) }).ToDictionaryAsync(g => g.Id, g => g.Count, ct);
        var due = await db.AutomaticTurns.Where(t => t.State == TurnState.Waiting).GroupBy(t => t.AutomaticMailId).Select(g => new { Id = g.Key, At = g.Min(t => t.DueAt) }).ToDictionaryAsync(g => g.Id, g => g.At, ct);
        return [.. rows.Select(r => new AutomaticRow(r.Mail, SubjectLine.Plain(r.Subject), r.Title, r.Language, answers.GetValueOrDefault(r.Mail.Id) + steps.GetValueOrDefault(r.Mail.Id), Next(r.Mail, due)))];
    }

    public async Task<IReadOnlyList<NewsletterRow>> Newsletters(CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-Days);
        var rows = await (
            from letter in db.Newsletters.AsNoTracking()
            join blast in db.Blasts on letter.BlastId equals blast.Id
            orderby letter.Id
            select new { Letter = letter, blast.Subject, Month = db.Blasts.Where(b => b.IssueOf == letter.Id && b.FrozenAt >= since).Join(db.BlastTotals, b => b.Id, t => t.BlastId, (b, t) => t.Sent).Sum() }).ToListAsync(ct);
        return [.. rows.Select(r => new NewsletterRow(r.Letter, SubjectLine.Plain(r.Subject), r.Month))];
    }

    private DateTimeOffset? Next(AutomaticMail mail, Dictionary<long, DateTimeOffset> due)
    {
        if (!mail.IsOn) return null;
        if (due.TryGetValue(mail.Id, out var at)) return at;
        if (!mail.IsYearly) return null;
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        return mail.At(mail.RanOn >= today ? today.AddDays(1) : today, nation.Facts.Zone);
    }
}
