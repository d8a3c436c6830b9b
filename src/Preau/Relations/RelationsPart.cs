using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Relations;

/// <summary>Who somebody is to others: beside the profile, on the timeline, in the file for the person, gone from both sides when they are erased.</summary>
public sealed class RelationsPart(Database db, RelationRoles roles, Words words) : IPersonPart
{
    public string Name => "relations";

    public PersonPanel? Panel => new(RelationsPanel.Name, words["Relations"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Relation)];

    // What stands goes before what was taken away.
    public bool Prefers(PersonRow kept, PersonRow gone) => kept.Has("removed_at") && !gone.Has("removed_at");

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var rows = await db.Relations.AsNoTracking().Where(r => r.PersonId == personId && (ask.Until == null || r.CreatedAt <= ask.Until)).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Take(ask.Count)
            .Select(r => new
            {
                r.Id, r.CreatedAt, r.Role, r.Title, r.OtherPersonId,
                Other = db.People.Where(p => p.Id == r.OtherPersonId).Select(p => p.FirstName + " " + p.LastName).FirstOrDefault(),
                By = db.Accounts.Where(a => a.Id == r.AccountId).Select(a => a.Name).FirstOrDefault(),
            }).ToListAsync(ct);
        var entries = new List<TimelineEntry>();
        // Whom this reader does not see is not named.
        foreach (var r in rows.Where(r => r.Other is not null))
            entries.Add(new(r.CreatedAt, $"relation:{r.Id:D12}", TimelineKind.Record, words["Relation written down: {0}, {1}", await roles.Label(r.Role, ct), r.Other!.Trim() is { Length: > 0 } name ? name : words["No name"]], r.Title.Length > 0 ? r.Title : null, $"/people/{r.OtherPersonId}", r.By));
        return entries;
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        // Whoever asks for the file gets all of it, not only what its maker is to do.
        var rows = await db.Relations.Where(r => r.PersonId == personId).OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
            .Select(r => new { r.Role, r.Title, r.Since, r.Until, r.CreatedAt, Other = db.People.IgnoreQueryFilters(new[] { Conventions.AssignedFilter }).Where(p => p.Id == r.OtherPersonId).Select(p => p.FirstName + " " + p.LastName).FirstOrDefault() }).ToListAsync(ct);
        if (rows.Count == 0) return null;
        var said = new List<object>();
        foreach (var r in rows) said.Add(new { Is = await roles.Label(r.Role, ct), Name = r.Other?.Trim(), r.Title, r.Since, r.Until, r.CreatedAt });
        return said;
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        // Those who stay lose a relation: whoever follows them is told.
        var others = await db.Relations.Where(r => r.OtherPersonId == personId).Select(r => r.PersonId).Distinct().ToListAsync(ct);
        await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => r.PersonId == personId || r.OtherPersonId == personId).ExecuteDeleteAsync(ct);
        if (others.Count == 0) return;
        db.Trail.Record("relation.deleted", others);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>One record of a parent and a child would be its own parent's parent.</summary>
    public async Task<string?> WhyNotMerged(long personId, CancellationToken ct)
    {
        var theirs = await db.Relations.Where(r => r.PersonId == personId).Select(r => r.Role).Distinct().ToListAsync(ct);
        foreach (var role in (await roles.All(ct)).Where(r => r.Place == RolePlace.Above && theirs.Contains(r.Code)))
        {
            if (await new Ancestors(db).Circle(personId, role.Code, ct)) return words["By their relations, one of them would stand above themselves ({0}). Take that relation away first.", role.Label];
        }

        return null;
    }
}
