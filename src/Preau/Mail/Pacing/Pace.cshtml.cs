using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Accounts;
using Preau.Nations;
using Preau.Panel;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>How fast mails to many leave, and how many of them one person gets.</summary>
[Needs(Permission.ManageSettings)]
public sealed class PacePage(Database db, NationSettings settings, DailyQuota quota, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    private const int MostPerMinute = 1_000_000;

    [BindProperty]
    public PaceForm Form { get; set; } = new();

    /// <summary>What a warm-up that is on lets leave today.</summary>
    public string? Today { get; private set; }

    /// <summary>Of the sender, where one is set.</summary>
    public string? Domain { get; private set; }

    /// <summary>What the warm-up was for that is on, where mails leave from another domain by now.</summary>
    public string? Before { get; private set; }

    private DateOnly Day => nation.Facts.DayOf(clock.GetUtcNow());

    public async Task OnGet(CancellationToken ct)
    {
        var kept = await settings.Get<PaceSettings>(ct);
        await Load(kept, ct);
        if (Before is not null) kept.WarmUp = kept.WarmUp?.For(Domain, Day);
        Form = PaceForm.Of(kept, Day);
        Today = Say(kept.WarmUp);
    }

    private async Task Load(PaceSettings kept, CancellationToken ct)
    {
        Domain = (await settings.Get<MailSettings>(ct)).SenderDomain;
        Before = kept.WarmUp is { Domain: { } before } warm && warm.For(Domain, Day) != warm ? before : null;
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kept = await settings.Get<PaceSettings>(ct);
        await Load(kept, ct);
        if (Form.IsWarm && Form is not { From: not null, First: not null, Growth: not null, Until: not null }) ModelState.AddModelError("", words["Say from which day on, how many on the first, how many more each day, and when it is over."]);
        if (Form.IsWarm && Form.Until < Form.First) ModelState.AddModelError("Form.Until", words["It would be over before it begins: choose more."]);
        if (Form.IsLimited && Form is not { Most: not null, Days: not null }) ModelState.AddModelError("Form.Most", words["Say how many messages within how many days."]);
        if (Form.PerMinute.Exists(p => p is < 1 or > MostPerMinute)) ModelState.AddModelError("", words["Mails a minute are from 1 to {0}, or empty.", MostPerMinute.ToString("N0", CultureInfo.CurrentCulture)]);
        if (!ModelState.IsValid) return this.Again();
        await settings.Set(Form.Settings(Domain, await quota.Of(kept, ct)), ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved. What is on its way keeps to it within a minute."]);
        return RedirectToPage();
    }

    private string? Say(WarmUp? warm) => warm switch
    {
        null => null,
        _ when warm.From > Day => words["It begins on {0}.", warm.From.ToString("D", CultureInfo.CurrentCulture)],
        _ when warm.On(Day) is { } most => words["Up to {0} mails leave today. Without a limit from {1} on.", most.ToString("N0", CultureInfo.CurrentCulture), warm.Ends.ToString("D", CultureInfo.CurrentCulture)],
        _ => words["It is over: nothing holds mails back any more."],
    };
}
