using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Accounts;

/// <summary>Switches one's own morning mail on, from tomorrow, or off.</summary>
[Needs(Permission.Enter)]
public sealed class MorningPage(Database db, CurrentAccount me, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost(bool on, CancellationToken ct)
    {
        var last = on ? nation.Facts.DayOf(clock.GetUtcNow()) : (DateOnly?)null;
        if (await db.Memberships.Where(m => m.AccountId == me.Id && (m.LastMorning != null) != on).ExecuteUpdateAsync(s => s.SetProperty(m => m.LastMorning, last), ct) > 0) db.Trail.Note("account.morning_chosen", 1, subjectId: me.Id);
        await db.SaveChangesAsync(ct);
        this.Say(on ? words["Your morning mail is on, from tomorrow."] : words["Your morning mail is off."]);
        return Redirect("~/account");
    }
}
