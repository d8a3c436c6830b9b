using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Relations;

/// <summary>Removes a kind of relation of the campaign's own, with every relation of that kind.</summary>
[Needs(Permission.ManageSettings)]
public sealed class RelationTypeRemovalPage(Database db, Words words) : PageModel
{
    public IActionResult OnGet(long id) => LocalRedirect("~/settings/relations");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.RelationTypes.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } type) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Nobody adds one of a kind that is leaving.
        await db.Execute("People/HoldPeople", ct);
        string[] codes = [RelationRoles.OwnCode(id, isReverse: false), RelationRoles.OwnCode(id, isReverse: true)];
        var rows = db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => EF.Parameter(codes).Contains(r.Role));
        var people = await rows.Select(r => r.PersonId).Distinct().ToListAsync(ct);
        await rows.ExecuteDeleteAsync(ct);
        if (people.Count > 0) db.Trail.Record("relation.deleted", people, subjectId: id);
        db.Remove(type);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The kind of relation “{0}” is gone.", type.Name]);
        return LocalRedirect("~/settings/relations");
    }
}
