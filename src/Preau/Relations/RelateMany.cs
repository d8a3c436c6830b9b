using Microsoft.EntityFrameworkCore;

namespace Preau.Relations;

public enum Relating
{
    Done,

    /// <summary>It was so before.</summary>
    Known,
    Themselves,

    /// <summary>Somebody would come to stand above themselves.</summary>
    Circle,
}

/// <param name="Role">What the other one is to the person.</param>
public sealed record RelationWanted(long PersonId, long OtherId, string Role);

/// <param name="RelationId">The row of the person, where one was written.</param>
public sealed record Related(Relating Outcome, long? RelationId);

/// <summary>Writes many relations down at once, both ways each, in the transaction of a caller who holds the people. The first of two that contradict each other holds.</summary>
public sealed class RelateMany(Database db, RelationRoles roles)
{
    /// <returns>What each came to, in the order they were asked for.</returns>
    public async Task<IReadOnlyList<Related>> Run(IReadOnlyList<RelationWanted> wanted, long? accountId, DateTimeOffset now, CancellationToken ct)
    {
        var answers = new Related[wanted.Count];
        foreach (var of in wanted.Select((w, i) => (Wanted: w, Index: i)).GroupBy(w => w.Wanted.Role, StringComparer.Ordinal))
        {
            var role = await roles.Find(of.Key, ct) ?? throw new ArgumentException($"No role {of.Key}.", nameof(wanted));
            await Write(role, [.. of], answers, accountId, now, ct);
        }

        return answers;
    }

    private async Task Write(RelationRole role, List<(RelationWanted Wanted, int Index)> wanted, Related[] answers, long? accountId, DateTimeOffset now, CancellationToken ct)
    {
        long[] people = [.. wanted.Select(w => w.Wanted.PersonId).Distinct()];
        var there = (await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => r.Role == role.Code && EF.Parameter(people).Contains(r.PersonId)).Select(r => new { r.PersonId, r.OtherPersonId, IsRemoved = r.RemovedAt != null }).ToListAsync(ct))
            .ToDictionary(r => (r.PersonId, r.OtherPersonId), r => r.IsRemoved);
        var above = role.Place == RolePlace.Beside ? null : await Above(role, wanted, ct);
        var made = new List<(RelationWanted Wanted, int Index)>();
        foreach (var (one, index) in wanted)
        {
            var pair = (one.PersonId, one.OtherId);
            var outcome = one.PersonId == one.OtherId ? Relating.Themselves : there.TryGetValue(pair, out var isRemoved) && !isRemoved ? Relating.Known : above?.Closes(one, role) == true ? Relating.Circle : Relating.Done;
            answers[index] = new(outcome, null);
            if (outcome != Relating.Done) continue;
            // Known to whatever comes after it; where both are the same to each other, the other way round too.
            there[pair] = false;
            if (role.Reverse == role.Code) there[(one.OtherId, one.PersonId)] = false;
            above?.Add(one, role);
            made.Add((one, index));
        }

        if (made.Count == 0) return;
        await Forget(role, made, ct);
        var id = db.Ids.Reserve("relation", made.Count * 2);
        await using var rows = await db.Bulk("relation", ["id", "person_id", "other_person_id", "role", "title", "account_id", "created_at"], ct);
        foreach (var (one, index) in made)
        {
            answers[index] = new(Relating.Done, id);
            rows.Row(id++, one.PersonId, one.OtherId, role.Code, "", accountId, now);
            rows.Row(id++, one.OtherId, one.PersonId, role.Reverse, "", accountId, now);
        }

        await rows.Done(ct);
    }

    /// <summary>What was taken away and is now said anew would stand in the way.</summary>
    private async Task Forget(RelationRole role, List<(RelationWanted Wanted, int Index)> made, CancellationToken ct)
    {
        long[] people = [.. made.SelectMany(m => (long[])[m.Wanted.PersonId, m.Wanted.OtherId]).Distinct()];
        var pairs = made.SelectMany(m => ((long, long)[])[(m.Wanted.PersonId, m.Wanted.OtherId), (m.Wanted.OtherId, m.Wanted.PersonId)]).ToHashSet();
        var removed = await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => r.RemovedAt != null && (r.Role == role.Code || r.Role == role.Reverse) && EF.Parameter(people).Contains(r.PersonId)).Select(r => new { r.Id, r.PersonId, r.OtherPersonId }).ToListAsync(ct);
        long[] ids = [.. removed.Where(r => pairs.Contains((r.PersonId, r.OtherPersonId))).Select(r => r.Id)];
        if (ids.Length > 0) await db.Relations.IgnoreQueryFilters([RelationMap.RemovedFilter]).Where(r => EF.Parameter(ids).Contains(r.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task<Ladder> Above(RelationRole role, List<(RelationWanted Wanted, int Index)> wanted, CancellationToken ct)
    {
        var up = role.Place == RolePlace.Above ? role.Code : role.Reverse;
        var ladder = new Ladder();
        // All of them step by step together: one question a step, however many ask.
        for (long[] step = [.. wanted.Select(w => role.Place == RolePlace.Above ? w.Wanted.OtherId : w.Wanted.PersonId).Distinct()]; step.Length > 0;)
        {
            var at = step;
            foreach (var id in at) ladder.See(id);
            var rows = await db.Relations.Where(r => r.Role == up && EF.Parameter(at).Contains(r.PersonId)).Select(r => new { r.PersonId, r.OtherPersonId }).ToListAsync(ct);
            foreach (var row in rows) ladder.Put(row.PersonId, row.OtherPersonId);
            step = [.. rows.Select(r => r.OtherPersonId).Where(id => !ladder.Saw(id)).Distinct()];
        }

        return ladder;
    }

    /// <summary>Who stands above whom, as far as anybody asked.</summary>
    private sealed class Ladder
    {
        private readonly Dictionary<long, List<long>> above = [];
        private readonly HashSet<long> seen = [];

        public void See(long id) => seen.Add(id);

        public bool Saw(long id) => seen.Contains(id);

        public void Put(long below, long one)
        {
            if (!above.TryGetValue(below, out var all)) above[below] = all = new List<long>(1);
            if (!all.Contains(one)) all.Add(one);
        }

        public void Add(RelationWanted one, RelationRole role)
        {
            if (role.Place == RolePlace.Above) Put(one.PersonId, one.OtherId);
            else Put(one.OtherId, one.PersonId);
        }

        public bool Closes(RelationWanted one, RelationRole role)
        {
            var (from, sought) = role.Place == RolePlace.Above ? (one.OtherId, one.PersonId) : (one.PersonId, one.OtherId);
            var (passed, next) = (new HashSet<long> { from }, new Stack<long>([from]));
            while (next.TryPop(out var at))
            {
                if (at == sought) return true;
                foreach (var higher in above.GetValueOrDefault(at, [])) if (passed.Add(higher)) next.Push(higher);
            }

            return false;
        }
    }
}
