using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Setup;

/// <summary>A heading of own fields, with all that stands under it: moved, or called otherwise.</summary>
[Needs(Permission.EditPeople)]
public sealed class FieldGroupPage(Database db, OwnFields own, ChangeField change, Words words) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/fields");

    /// <param name="to">Its new name; empty leaves its fields under none. Not sent where it is moved.</param>
    public async Task<IActionResult> OnPost(string? name, bool? up, string? to, CancellationToken ct)
    {
        var group = name ?? "";
        var there = await db.CustomFields.Where(f => f.GroupName == group && f.RemovedAt == null).ToListAsync(ct);
        var isSeen = false;
        foreach (var field in there) isSeen |= await own.Sees(field, ct);
        if (!isSeen) return NotFound();
        if (up is { } isUp)
        {
            await change.MoveGroup(group, isUp, ct);
        }
        else if (to?.Trim() is { Length: > 80 })
        {
            this.Warn(words["A heading has 80 characters at most."]);
        }
        else
        {
            foreach (var field in there) field.GroupName = to?.Trim() ?? "";
        }

        await db.SaveChangesAsync(ct);
        return LocalRedirect("~/fields");
    }
}
