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
        // Under the same heading may stand fields of others, which stay as they are.
        var there = new List<CustomField>();
        foreach (var field in await db.CustomFields.Where(f => f.GroupName == group && f.RemovedAt == null).ToListAsync(ct)) if (await own.MayShape(field, ct)) there.Add(field);
        if (there.Count == 0) return NotFound();
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
