using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;

namespace Preau.Site.Editing;

/// <summary>The order of a language's menu. It is public, so it changes only while publishing is allowed.</summary>
public sealed class ArrangeMenu(Database db, CampaignLaw law, TimeProvider clock)
{
    /// <param name="pageId">The page to move.</param>
    /// <param name="steps">-1 one up, 1 one down; null takes it out of the menu, 0 puts it at the end.</param>
    /// <param name="reader">Whose language reasons are given in.</param>
    /// <param name="ct">Ends with the request.</param>
    /// <returns>Why not; empty when it is done.</returns>
    public async Task<IReadOnlyList<string>> Move(long pageId, int? steps, CultureInfo reader, CancellationToken ct)
    {
        if (await db.SitePages.SingleOrDefaultAsync(p => p.Id == pageId, ct) is not { } page) return [];
        if (page.Status == PageStatus.Published && await law.MayPublish(Publication.Page, ct) is { IsAllowed: false } no) return no.Reasons(reader);
        var menu = await db.SitePages.Where(p => p.Language == page.Language && p.MenuPosition != null).OrderBy(p => p.MenuPosition).ThenBy(p => p.Id).ToListAsync(ct);
        var at = menu.FindIndex(p => p.Id == pageId);
        if (at >= 0) menu.RemoveAt(at);
        if (steps is { } by) menu.Insert(at < 0 || by == 0 ? menu.Count : Math.Clamp(at + by, 0, menu.Count), page);
        else (page.MenuPosition, page.ChangedAt) = (null, clock.GetUtcNow());
        for (var i = 0; i < menu.Count; i++)
        {
            if (menu[i].MenuPosition != i + 1) menu[i].MenuPosition = i + 1;
        }

        await db.SaveChangesAsync(ct);
        return [];
    }
}
