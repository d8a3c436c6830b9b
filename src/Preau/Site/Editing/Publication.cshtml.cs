using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

/// <summary>Puts a page on the site as it is kept: what takes a withdrawal back.</summary>
[Needs(Permission.PublishSite)]
public sealed class PublicationPage(Database db, PublishPage publish, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } page) return NotFound();
        if (await publish.Run(page, null, CultureInfo.CurrentUICulture, ct) is Publishing.Refused refused) TempData["reasons"] = refused.Reasons.ToArray();
        else this.Say(words["Published. Visitors see it now."]);
        return Redirect($"~/pages/{id}");
    }
}
