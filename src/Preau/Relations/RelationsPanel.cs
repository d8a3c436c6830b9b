using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Relations;

/// <param name="Role">What the other one is to the person, as it is said.</param>
public sealed record RelationLine(long Id, string Role, long OtherId, string Other, string Title, DateOnly? Since, DateOnly? Until);

/// <param name="Recruited">How many they recruited.</param>
/// <param name="InTurn">How many those recruited.</param>
public sealed record RelationsOfPerson(long PersonId, bool IsArchived, IReadOnlyList<RelationLine> Lines, bool HasMore, long Recruited, long InTurn);

/// <summary>Beside the profile: who somebody is to others.</summary>
[ViewComponent(Name = Name)]
public sealed class RelationsPanel(Database db, RelationRoles roles, CurrentAccount me) : ViewComponent
{
    public const string Name = "relations-panel";
    private const int Shown = 8;

    public async Task<IViewComponentResult> InvokeAsync(long personId)
    {
        var ct = HttpContext.RequestAborted;
        // Those whom they recruited can be hundreds, and are told as a number.
        var lines = await db.LinesOf(personId, roles, r => r.Role != "recruited", null, Shown + 1, ct);
        var recruited = await db.Relations.LongCountAsync(r => r.PersonId == personId && r.Role == "recruited", ct);
        var inTurn = recruited == 0 ? 0 : await db.Relations.Where(r => r.Role == "recruited" && db.Relations.Any(o => o.PersonId == personId && o.Role == "recruited" && o.OtherPersonId == r.PersonId)).LongCountAsync(ct);
        if (lines.Count == 0 && recruited == 0 && !me.Can(Permission.EditPeople)) return Content("");
        var isArchived = await db.People.AnyAsync(p => p.Id == personId && p.ArchivedAt != null, ct);
        return View("/Relations/_RelationsPanel.cshtml", new RelationsOfPerson(personId, isArchived, [.. lines.Take(Shown)], lines.Count > Shown, recruited, inTurn));
    }
}

public static class LinesOfRelations
{
    /// <summary>Relations to people whom the reader sees, oldest first, behind a number.</summary>
    public static async Task<List<RelationLine>> LinesOf(this Database db, long personId, RelationRoles roles, System.Linq.Expressions.Expression<Func<Relation, bool>> narrow, long? after, int count, CancellationToken ct)
    {
        var rows = await db.Relations.AsNoTracking().Where(r => r.PersonId == personId && (after == null || r.Id > after)).Where(narrow).Join(db.People, r => r.OtherPersonId, p => p.Id, (r, p) => new { Relation = r, p.FirstName, p.LastName })
            .OrderBy(r => r.Relation.Id).Take(count).ToListAsync(ct);
        var lines = new List<RelationLine>();
        foreach (var r in rows) lines.Add(new(r.Relation.Id, await roles.Label(r.Relation.Role, ct), r.Relation.OtherPersonId, $"{r.FirstName} {r.LastName}".Trim(), r.Relation.Title, r.Relation.Since, r.Relation.Until));
        return lines;
    }
}
