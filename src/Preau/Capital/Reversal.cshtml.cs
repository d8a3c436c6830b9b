using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Capital;

/// <summary>Takes a line back by one more line.</summary>
[Needs(Permission.EditPeople)]
public sealed class ReversalPage(Database db, CapitalLedger ledger, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/capital");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.CapitalEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } entry || !await db.People.AnyAsync(p => p.Id == entry.PersonId, ct)) return NotFound();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.Execute("People/HoldPeople", ct);
            // What imports wrote is added up by their name, and lessened by it.
            var source = entry.Source.StartsWith("import:", StringComparison.Ordinal) ? entry.Source : "panel";
            if (await ledger.Reverse(entry, source, ct)) this.Say(words["{0} taken back.", Points.Of(entry.AmountCents, words)]);
            else this.Warn(words["That was taken back already."]);
            await transaction.CommitAsync(ct);
        }

        return LocalRedirect($"~/people/{entry.PersonId}/capital");
    }
}
