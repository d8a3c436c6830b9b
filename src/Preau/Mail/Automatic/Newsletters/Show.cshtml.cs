using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Launch;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>A newsletter: what it is made of, when the next issue is due, what became of the last ones.</summary>
[Needs(Permission.ViewMail)]
public sealed class ShowPage(Database db, BlastChecks checks, BlastSummary summary, NewsletterWords said, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    private const int IssuesShown = 30;

    [BindProperty]
    public NewsletterForm Form { get; set; } = new();

    public Newsletter Letter { get; private set; } = new();
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public string Sentence { get; private set; } = "";
    public IReadOnlyList<BlastProblem> Problems { get; private set; } = [];
    public IReadOnlyList<BlastRow> Issues { get; private set; } = [];

    /// <summary>The last issue, where it waits for somebody, and why.</summary>
    public (long Id, string Problem)? Held { get; private set; }
    public IReadOnlyList<SelectListItem> Sources => [.. Enum.GetValues<NewsletterSource>().Select(s => new SelectListItem(said.Of(s), s.ToString()))];
    public IReadOnlyList<SelectListItem> Cadences => [.. Enum.GetValues<Cadence>().Select(c => new SelectListItem(said.Of(c), c.ToString()))];
    public IReadOnlyList<SelectListItem> Weekdays => [.. Enumerable.Range(1, 7).Select(d => new SelectListItem(NewsletterWords.Weekday(d), d.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> Hours => [.. Enumerable.Range(AutomaticForm.FirstHour, AutomaticForm.LastHour - AutomaticForm.FirstHour + 1).Select(h => new SelectListItem($"{h}:00", h.ToString(CultureInfo.InvariantCulture)))];

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Newsletters.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is not { } letter) return NotFound();
        Form = NewsletterForm.Of(letter);
        await Show(letter, ct);
        return Page();
    }

    /// <summary>Whoever may not send mail may not have it send itself, either.</summary>
    [Needs(Permission.SendMail)]
    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Newsletters.SingleOrDefaultAsync(n => n.Id == id, ct) is not { } letter) return NotFound();
        if (Form.Source == NewsletterSource.Feed && FetchFeed.Read(Form.FeedUrl, null) is null) ModelState.AddModelError("Form.FeedUrl", words["This is no address of a feed on the public web."]);
        if (ModelState.IsValid && EditMark.Read(Form.Seen) != letter.ChangedAt) Form.Seen = this.Overtaken(letter.ChangedAt, words["Somebody else changed it since you opened it. What you chose stands below and is not saved; saving again replaces what they chose."]);
        if (!ModelState.IsValid)
        {
            await Show(letter, ct);
            return this.Again();
        }

        Form.CopyTo(letter);
        letter.ChangedAt = clock.GetUtcNow();
        if (letter.IsOn) letter.NextAt = letter.NextAfter(letter.ChangedAt, nation.Facts.Zone);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return RedirectToPage(new { id });
    }

    private async Task Show(Newsletter letter, CancellationToken ct)
    {
        Letter = letter;
        Blast = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == letter.BlastId, ct);
        Sentence = await summary.WhoTo(Blast, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct);
        Problems = await checks.Run(Blast, null, ct);
        Issues = await (
            from blast in db.Blasts.AsNoTracking()
            where blast.IssueOf == letter.Id && blast.PatternOf == null
            orderby blast.Id descending
            select new BlastRow(blast.Id, false, blast.Subject, blast.State, null, blast.FrozenAt ?? blast.SendAt ?? blast.ChangedAt, db.BlastTotals.FirstOrDefault(t => t.BlastId == blast.Id))).Take(IssuesShown).ToListAsync(ct);
        if (Issues is [{ State: BlastState.Draft } last, ..] && await db.Blasts.Where(b => b.Id == last.Id).Select(b => b.Problem).SingleOrDefaultAsync(ct) is { } problem) Held = (last.Id, problem);
    }
}
