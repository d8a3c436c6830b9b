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
public sealed class ConsentsPage(Database db, ConsentLedger ledger, Suppressions suppressions, PersonWords names, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(long id, string? purpose, bool give, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        if (!EnumText<Purpose>.TryParse(purpose, out var asked)) return BadRequest();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (give) await ledger.Give(id, asked, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, names.Question(asked), "panel", ct);
        else await ledger.Withdraw(id, asked, "panel", ct);
        if (give && asked == Purpose.News) await suppressions.Return(await Own(id, ct), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(give ? words["Written down: they agreed to “{0}”.", names.Of(asked)]
            : await db.ConsentEntries.AnyAsync(e => e.PersonId == id && e.Purpose == asked && e.IsGiven, ct) ? words["Written down: they withdrew “{0}”.", names.Of(asked)]
            : words["Written down: they said no to “{0}”.", names.Of(asked)]);
        return LocalRedirect($"~/people/{id}");
    }

    /// <summary>Their addresses but those that somebody else left, by another record: what one of them says opens nothing to the other.</summary>
    private Task<string[]> Own(long id, CancellationToken ct) => db.PersonEmails.Where(e => e.PersonId == id
        && !db.PersonEmails.Any(o => o.EmailKey == e.EmailKey && o.PersonId != id && db.ConsentStates.Any(s => s.PersonId == o.PersonId && s.Purpose == Purpose.News && !s.IsGiven))).Select(e => e.EmailKey).ToArrayAsync(ct);
}
