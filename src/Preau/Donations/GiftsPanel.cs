using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Donations;

/// <summary>What one person gave, beside their profile.</summary>
public sealed record GiftsOfPerson(long PersonId, long TotalCents, string Currency, int Count, int Waiting, IReadOnlyList<Gift> Latest);

[ViewComponent(Name = Name)]
public sealed class GiftsPanel(Database db, CurrentNation nation, CurrentAccount account) : ViewComponent
{
    public const string Name = "gifts-panel";

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        if (!account.Can(Permission.ViewGifts)) return Content("");
        var ct = HttpContext.RequestAborted;
        // One person's gifts are few: the law sees to it.
        var gifts = await db.Gifts.AsNoTracking().Where(g => g.PersonId == personId).OrderByDescending(g => g.GivenAt).ThenByDescending(g => g.Id).ToListAsync(ct);
        if (gifts.Count == 0 && !account.Can(Permission.EnterGifts)) return Content("");
        var counted = gifts.Where(g => g.Counts).ToList();
        return View("/Donations/_GiftsPanel.cshtml", new GiftsOfPerson(personId, counted.Sum(g => g.Net.Cents), nation.Facts.Currency, counted.Count, gifts.Count(g => g.NeedsReview), [.. gifts.Take(5)]));
    }
}
