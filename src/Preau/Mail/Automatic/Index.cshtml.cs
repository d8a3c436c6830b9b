using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations.Acknowledging;
using Preau.Panel;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Automatic;

/// <summary>Everything that goes out by itself, in one place.</summary>
[Needs(Permission.ViewMail)]
public sealed class IndexPage(Database db, ReadAutomatic read, KeepAutomatic keep, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    private const int PagesOffered = 200;

    public IReadOnlyList<AutomaticRow> Rows { get; private set; } = [];
    public IReadOnlyList<NewsletterRow> Newsletters { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Pages { get; private set; } = [];

    /// <summary>Mails within the last days that tell donors that their gift is there.</summary>
    public long Acknowledged { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Rows = await read.Run(null, ct);
        var kinds = account.Can(Permission.ViewGifts) ? KeepAutomatic.Pages : KeepAutomatic.Goals;
        Newsletters = await read.Newsletters(ct);
        Pages = await db.SitePages.AsNoTracking().Where(p => p.RemovedAt == null && kinds.Contains(p.Kind)).OrderByDescending(p => p.Id).Take(PagesOffered)
            .Select(p => new SelectListItem($"{p.Title} ({p.Language})", p.Id.ToString(CultureInfo.InvariantCulture))).ToListAsync(ct);
        var since = clock.GetUtcNow().AddDays(-ReadAutomatic.Days);
        Acknowledged = await db.Gifts.LongCountAsync(g => g.Acknowledgement == AcknowledgementState.Sent && g.AcknowledgementAt >= since, ct);
    }

    [Needs(Permission.EditMail)]
    public async Task<IActionResult> OnPost(AutomaticKind kind, long? page, CancellationToken ct)
    {
        if (!account.Can(Permission.ViewGifts) && await db.SitePages.AnyAsync(p => p.Id == page && p.Kind == PageKind.Donation, ct)) return NotFound();
        if (!Enum.IsDefined(kind) || await keep.New(kind, page, ct) is not { } mail) return NotFound();
        this.Say(words["It is there, and still off. Look at its text, then switch it on."]);
        return Redirect($"~/mail/automatic/{mail.Id}");
    }
}
