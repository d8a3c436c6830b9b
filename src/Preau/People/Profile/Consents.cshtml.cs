using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

/// <summary>A yes or a no that somebody gave in person or in writing, put into the ledger by staff.</summary>
[Needs(Permission.EditPeople)]
public sealed class ConsentsPage(Database db, ConsentLedger ledger, LeftAddresses left, PersonWords names, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, string? purpose, bool give, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        if (!EnumText<Purpose>.TryParse(purpose, out var asked)) return BadRequest();
        if (give) await ledger.Give(id, asked, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, names.Question(asked), "panel", ct);
        else await ledger.Withdraw(id, asked, "panel", ct);
        await db.SaveChangesAsync(ct);
        var emails = give && asked == Purpose.News ? await db.PersonEmails.Where(e => e.PersonId == id).Select(e => e.EmailKey).ToListAsync(ct) : [];
        this.Say((await left.Closed(id, emails, ct)).Count > 0 ? words["Written down: they agreed to “{0}”. But somebody else left the list at one of their addresses: what is sent to many goes there once whoever reads it fills in a form of the site and presses the button in the letter that follows.", names.Of(asked)]
            : give ? words["Written down: they agreed to “{0}”.", names.Of(asked)]
            : await db.ConsentEntries.AnyAsync(e => e.PersonId == id && e.Purpose == asked && e.IsGiven, ct) ? words["Written down: they withdrew “{0}”.", names.Of(asked)]
            : words["Written down: they said no to “{0}”.", names.Of(asked)]);
        return LocalRedirect($"~/people/{id}");
    }
}
