using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Site.Editing;

/// <summary>Takes a removal back: under its old address, and on the site again where it was and may be.</summary>
[Needs(Permission.EditSite)]
public sealed class RestorationPage(Database db, PublishPage publish, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/pages/{id}");

    public async Task<IActionResult> OnPost(long id, long group, PageStatus? was, CancellationToken ct)
    {
        // The one place where removed pages are looked for: by their number, to bring them back.
        if (await db.SitePages.IgnoreQueryFilters([SitePageMap.RemovedFilter]).SingleOrDefaultAsync(p => p.Id == id && p.RemovedAt != null, ct) is not { } page) return NotFound();
        var taken = await db.SitePages.Where(p => p.Language == page.Language && p.Slug.StartsWith(page.FormerSlug)).Select(p => p.Slug).ToListAsync(ct);
        var slug = page.FormerSlug.Length == 0 && taken.Contains("") ? Slug.Free("home", taken.Contains) : Slug.Free(page.FormerSlug, taken.Contains);
        var isGroupFree = group > 0 && !await db.SitePages.AnyAsync(p => p.GroupId == group && p.Language == page.Language, ct) && (group == id || await db.SitePages.AnyAsync(p => p.GroupId == group, ct));
        page.Restore(slug, isGroupFree ? group : id, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        if (was == PageStatus.Published && account.Can(Permission.PublishSite) && await publish.Run(page, null, CultureInfo.CurrentUICulture, ct) is Publishing.Published) this.Say(words["The page is back, and on the site."]);
        else this.Say(words["The page is back, as a draft."]);
        return Redirect($"~/pages/{id}");
    }
}
