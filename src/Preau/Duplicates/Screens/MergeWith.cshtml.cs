using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>From a profile to the two records side by side: by the number of the other one, or by a name, mail address or telephone, of which one may mean several.</summary>
[Needs(Permission.EditPeople)]
public sealed class MergeWithPage(Database db, PickPerson pick, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    /// <summary>What was typed.</summary>
    [FromQuery]
    public string? Who { get; set; }

    public string Name { get; private set; } = "";
    public IReadOnlyList<PickedPerson> Found { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) is not { } person) return NotFound();
        Name = person.FullName is { Length: > 0 } name ? name : words["No name"];
        if (string.IsNullOrWhiteSpace(Who)) return Page();
        if (await pick.ByNumber(Who, ct) is { } other) return await Compare(other, ct);
        Found = await pick.Find(Who, Id, ct);
        return Found is [var only] ? await Compare(only.Id, ct) : Page();
    }

    private async Task<IActionResult> Compare(long other, CancellationToken ct)
    {
        if (other == Id) this.Warn(words["That is this very record."]);
        else if (await db.People.AnyAsync(p => p.Id == other && p.ArchivedAt != null, ct)) this.Warn(words["One of them is archived. Restore that record first."]);
        else return LocalRedirect($"~/duplicates/pair?keep={Id}&gone={other}");
        return LocalRedirect($"~/people/{Id}");
    }
}
