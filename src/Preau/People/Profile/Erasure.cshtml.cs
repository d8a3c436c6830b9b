using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

[Needs(Permission.ErasePeople)]
public sealed class ErasurePage(Database db, ErasePerson erase, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    public string Name { get; private set; } = "";
    public bool IsArchived { get; private set; }
    public IReadOnlyList<string> WhyKept { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        WhyKept = await erase.WhyKept(Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!await Load(ct)) return NotFound();
        switch (await erase.Run(Id, ct))
        {
            case Erasure.Done:
                this.Say(words["The person is erased."]);
                return LocalRedirect("~/people");
            case Erasure.Kept kept:
                WhyKept = kept.Reasons;
                return this.Again();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        var person = await db.People.Where(p => p.Id == Id).Select(p => new { p.FirstName, p.LastName, p.ArchivedAt }).SingleOrDefaultAsync(ct);
        if (person is null) return false;
        (Name, IsArchived) = ($"{person.FirstName} {person.LastName}".Trim(), person.ArchivedAt is not null);
        if (Name.Length == 0) Name = words["this person"];
        return true;
    }
}
