using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>From a profile to the two records side by side, by the number of the other one.</summary>
[Needs(Permission.EditPeople)]
public sealed class MergeWithPage(Database db, Words words) : PageModel
{
    public async Task<IActionResult> OnGet(long id, string? number, CancellationToken ct)
    {
        if (!await db.People.AnyAsync(p => p.Id == id, ct)) return NotFound();
        var digits = (number ?? "").Replace(" ", "", StringComparison.Ordinal).TrimStart('#');
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var other) || await db.WhoIs(other, ct) is var kept && !await db.People.AnyAsync(p => p.Id == kept, ct))
        {
            this.Warn(words["There is no record with the number “{0}”. The number of a record stands at the end of its address.", number ?? ""]);
            return LocalRedirect($"~/people/{id}");
        }

        if (await db.WhoIs(other, ct) != id) return LocalRedirect($"~/duplicates/pair?keep={id}&gone={other}");
        this.Warn(words["That is this very record."]);
        return LocalRedirect($"~/people/{id}");
    }
}
