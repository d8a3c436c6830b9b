using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Automatic;

public sealed record SendingRow(long Id, BlastState State, DateTimeOffset? At, long Audience, long Sent, long Skipped, long HeldOut, long Clicked, long Unsubscribed);

/// <summary>One automatic mail: its text, when it goes out, whom it reached.</summary>
[Needs(Permission.ViewMail)]
public sealed class ShowPage(Database db, BlastChecks checks, AutomaticWords said, Words words, TimeProvider clock) : PageModel
{
    private const int SendingsShown = 30;
    private const int PagesOffered = 200;

    [BindProperty]
    public AutomaticForm Form { get; set; } = new();

    public AutomaticMail Mail { get; private set; } = new();
    public Blast Blast { get; private set; } = new() { Subject = "", Language = "fr" };
    public SitePage? From { get; private set; }
    public IReadOnlyDictionary<TurnState, long> Turns { get; private set; } = new Dictionary<TurnState, long>();
    public IReadOnlyList<SendingRow> Sendings { get; private set; } = [];
    public bool HoldsOut => Sendings.Any(s => s.HeldOut > 0);
    public IReadOnlyList<SelectListItem> Goals { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Hours { get; } = [.. Enumerable.Range(AutomaticForm.FirstHour, AutomaticForm.LastHour - AutomaticForm.FirstHour + 1).Select(h => new SelectListItem($"{h}:00", h.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<BlastProblem> Problems { get; private set; } = [];
    public string Sentence { get; private set; } = "";
    public bool IsAnswer => Mail.Kind == AutomaticKind.Answer;

    /// <summary>What switching it on means.</summary>
    public string Begins =>
        IsAnswer && Mail.TellsOfGifts ? words["Everybody who gives on the page from now on gets it once, when the gift is paid, beside the acknowledgement and whether or not they asked for news. Whoever gave before gets nothing."]
        : IsAnswer ? words["Everybody who acts on the page for the first time from now on gets it, whether or not they asked for news. Whoever acted before gets nothing."]
        : Overdue > 0 ? words["It holds for whoever comes to it from now on. {0} who waited while it was off get it within minutes.", Overdue.ToString("N0", CultureInfo.CurrentCulture)]
        : words["It holds for whoever comes to it from now on; whoever acted before gets nothing. Only those get it who agreed to news and to messages chosen by what is known of them."];
    public string Lead => IsAnswer ? words["Answers what people do on “{0}”, {1}.", Sentence, said.When(Mail)] : words["{0}: {1}", Sentence, said.When(Mail)];

    /// <summary>Whose day has come while it was off, or something stood in the way.</summary>
    public long Overdue { get; private set; }

    public long Of(TurnState state) => Turns.GetValueOrDefault(state);

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.AutomaticMails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is not { } mail) return NotFound();
        Form = AutomaticForm.Of(mail);
        await Show(mail, ct);
        return Page();
    }

    [Needs(Permission.EditMail)]
    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.AutomaticMails.SingleOrDefaultAsync(m => m.Id == id && m.Kind != AutomaticKind.Answer, ct) is not { } mail) return NotFound();
        var group = long.TryParse(Form.Unless, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : (long?)null;
        if (group is not null && !await db.SitePages.AnyAsync(p => p.GroupId == group && p.RemovedAt == null && KeepAutomatic.Goals.Contains(p.Kind), ct)) ModelState.AddModelError("Form.Unless", words["This page is no longer there."]);
        if (ModelState.IsValid && EditMark.Read(Form.Seen) != mail.ChangedAt) Form.Seen = this.Overtaken(mail.ChangedAt, words["Somebody else changed it since you opened it. What you chose stands below and is not saved; saving again replaces what they chose."]);
        if (!ModelState.IsValid)
        {
            await Show(mail, ct);
            return this.Again();
        }

        (mail.Hour, mail.ChangedAt) = (Form.Hour, clock.GetUtcNow());
        if (mail.Kind == AutomaticKind.FollowUp) (mail.Days, mail.Goal, mail.GoalGroupId) = (Form.Days, group is not null ? FollowGoal.Page : Form.Unless == "gift" ? FollowGoal.Gift : FollowGoal.None, group);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved. It holds for those who act from now on."]);
        return RedirectToPage(new { id });
    }

    private async Task Show(AutomaticMail mail, CancellationToken ct)
    {
        Mail = mail;
        Blast = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == mail.BlastId, ct);
        From = mail.PageId is { } page ? await db.SitePages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == page, ct) : null;
        Sentence = await said.Sentence(mail, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct);
        Turns = await db.AutomaticTurns.Where(t => t.AutomaticMailId == mail.Id).GroupBy(t => t.State).Select(g => new { State = g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.State, g => g.Count, ct);
        var now = clock.GetUtcNow();
        Overdue = await db.AutomaticTurns.LongCountAsync(t => t.AutomaticMailId == mail.Id && t.State == TurnState.Waiting && t.DueAt <= now, ct);
        Problems = await checks.Run(Blast, null, ct);
        if (IsAnswer) return;
        Sendings = await (
            from blast in db.Blasts.AsNoTracking()
            where blast.StepId == mail.Id && blast.PatternOf == null
            join found in db.BlastTotals on blast.Id equals found.BlastId into totals
            from total in totals.DefaultIfEmpty()
            orderby blast.Id descending
            select new SendingRow(blast.Id, blast.State, blast.FrozenAt ?? blast.SendAt, total == null ? 0 : total.Audience, total == null ? 0 : total.Sent, total == null ? 0 : total.Skipped, total == null ? 0 : total.HeldOut, total == null ? 0 : total.Clicked, total == null ? 0 : total.Unsubscribed)).Take(SendingsShown).ToListAsync(ct);
        var own = From?.GroupId ?? 0;
        var pages = await db.SitePages.AsNoTracking().Where(p => p.Id == p.GroupId && p.RemovedAt == null && KeepAutomatic.Goals.Contains(p.Kind) && p.GroupId != own).OrderByDescending(p => p.Id).Take(PagesOffered).Select(p => new { p.GroupId, p.Title, p.Kind }).ToListAsync(ct);
        Goals = [new(mail.TellsOfGifts ? words["have given once more"] : words["have given"], "gift"), .. pages.Select(p => new SelectListItem(p.Kind == PageKind.Petition ? words["signed “{0}”", p.Title] : words["signed up on “{0}”", p.Title], p.GroupId.ToString(CultureInfo.InvariantCulture)))];
    }
}
