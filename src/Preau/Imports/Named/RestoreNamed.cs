using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports.Batches;
using Preau.Relations;

namespace Preau.Imports.Named;

/// <summary>Takes the relations back that an import wrote down, and whom it let look after people: where nobody wrote of it since.</summary>
internal sealed class RestoreNamed(Database db, RelationRoles roles, Import import, DateTimeOffset now)
{
    public const string RelationTable = "relation";
    public const string AssigneeTable = "assignee";

    // Behind every line of every file: these were done when all rows were in.
    private const long Behind = 1L << 40;
    private const int Kinds = 4;

    /// <summary>Where the journal of the import keeps what came of somebody's being named in a line.</summary>
    public static long LineOf(long line, NamedAs named) => Behind + (line * Kinds) + (int)named;

    /// <summary>The line of the file, whatever of it is meant.</summary>
    public static long LineOf(long kept) => kept < Behind ? kept : (kept - Behind) / Kinds;

    public async Task Run(IEnumerable<(long PersonId, Touch Touch)> relations, IEnumerable<(long PersonId, Touch Touch)> assignees, CancellationToken ct)
    {
        await Relations([.. relations.Select(r => long.Parse(r.Touch.Key!, CultureInfo.InvariantCulture))], ct);
        await Assignees([.. assignees], ct);
    }

    private async Task Relations(long[] ids, CancellationToken ct)
    {
        if (ids.Length == 0) return;
        var until = import.EndedAt ?? now;
        var all = db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]);
        // Whoever says it again, or says more of it, has made it theirs.
        var mine = await all.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.Id) && r.CreatedAt <= until && r.Title == "" && r.Since == null && r.Until == null).ToListAsync(ct);
        foreach (var of in mine.GroupBy(r => r.Role, StringComparer.Ordinal))
        {
            var (role, reverse) = (of.Key, await roles.ReverseOf(of.Key, ct));
            long[] people = [.. of.SelectMany(r => (long[])[r.PersonId, r.OtherPersonId]).Distinct()];
            var pairs = of.SelectMany(r => ((long, long, string)[])[(r.PersonId, r.OtherPersonId, role), (r.OtherPersonId, r.PersonId, reverse)]).ToHashSet();
            var rows = await all.Where(r => (r.Role == role || r.Role == reverse) && EF.Parameter(people).Contains(r.PersonId)).Select(r => new { r.Id, r.PersonId, r.OtherPersonId, r.Role }).ToListAsync(ct);
            long[] gone = [.. rows.Where(r => pairs.Contains((r.PersonId, r.OtherPersonId, r.Role))).Select(r => r.Id)];
            await all.Where(r => EF.Parameter(gone).Contains(r.Id)).ExecuteDeleteAsync(ct);
            db.Trail.Record("import.undone", people, subjectId: import.Id);
        }
    }

    private async Task Assignees(List<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        long[] ids = [.. touches.Select(t => t.PersonId).Distinct()];
        var source = import.Source;
        var people = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id)).Select(p => new { p.Id, p.AssigneeId, IsOfThis = p.Source == source }).ToDictionaryAsync(p => p.Id, ct);
        var team = await db.Memberships.Select(m => m.AccountId).ToHashSetAsync(ct);
        var back = new Dictionary<long, long?>();
        foreach (var (personId, touch) in touches)
        {
            if (!people.TryGetValue(personId, out var person) || (back.TryGetValue(personId, out var at) ? at : person.AssigneeId) != Account(touch.After)) continue;
            back[personId] = Account(touch.Before) is { } before && team.Contains(before) ? before : null;
        }

        // Of those who came by the file it is no change: they go.
        foreach (var of in back.GroupBy(b => (b.Value, people[b.Key].IsOfThis), b => b.Key))
        {
            var ((account, isOfThis), some) = (of.Key, of.ToArray());
            await db.People.Where(p => EF.Parameter(some).Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.AssigneeId, account).SetProperty(p => p.ChangedAt, p => isOfThis ? p.ChangedAt : now), ct);
        }
    }

    private static long? Account(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
