using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site;

[Needs(Permission.PublishSite)]
public sealed class PublicationPage(Database db, PublishPage publish, SiteViews views, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, string? when, DateTime? at, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page) return NotFound();
        if (when == "later" && at is null)
        {
            this.Say(words["Choose the day and hour first."]);
            return Redirect($"~/pages/{id}");
        }

        switch (await publish.Run(page, when == "later" && at is { } local ? views.Instant(local) : null, CultureInfo.CurrentUICulture, ct))
        {
            case Publishing.Published: this.Say(words["Published. Visitors see it now."]); break;
            case Publishing.Scheduled: this.Say(words["The page will go out at the hour you chose."]); break;
            case Publishing.Refused refused: TempData["reasons"] = refused.Reasons.ToArray(); break;
        }

        return Redirect($"~/pages/{id}");
    }
}
