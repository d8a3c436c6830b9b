using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Texting;

public sealed record TextsOfPerson(long PersonId, IReadOnlyList<TextMessage> Last, bool MayWrite);

/// <summary>Beside the profile: what was last written, and the way to write.</summary>
[ViewComponent(Name = Name)]
public sealed class TextsPanel(Database db, CurrentAccount me, TextGateways gateways) : ViewComponent
{
    public const string Name = "texts-panel";
    private const int Shown = 3;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        if (!me.Can(Permission.WriteTexts) || !await gateways.IsThere(ct)) return Content("");
        var last = await db.TextMessages.AsNoTracking().Where(t => t.PersonId == personId).OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(Shown).ToListAsync(ct);
        return View("/Texting/_TextsPanel.cshtml", new TextsOfPerson(personId, last, await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt == null, ct)));
    }
}
