using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>One record becomes two again.</summary>
[Needs(Permission.EditPeople)]
public sealed class MergeUndoingPage(Database db, UnmergePeople unmerge, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/duplicates/merges");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await db.Merges.AnyAsync(m => m.Id == id, ct)) return NotFound();
        switch (await unmerge.Run(id, ct))
        {
            case UnmergeOutcome.Done:
                this.Say(words["The two records are as they were. What came in between stays with the one that was kept."]);
                break;
            case UnmergeOutcome.Refused refused:
                this.Warn(refused.Reason);
                break;
            default:
                throw new UnreachableException();
        }

        return LocalRedirect("~/duplicates/merges");
    }
}
