using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>Makes one record of two, in one transaction: values as chosen, everything else goes over, and what was done is written down to be undone.</summary>
public sealed class MergePeople(Database db, IEnumerable<IPersonPart> parts, LeftAddresses left, Words words, CurrentAccount account, TimeProvider clock)
{
    private IReadOnlyList<PersonTable> Moving => field ??= [.. PersonTable.All(db.Model, parts).Where(t => t.Rule == MergeRule.Move)];

    /// <param name="keptId">The number that stays.</param>
    /// <param name="goneId">The record that goes into it.</param>
    /// <param name="choices">For fields of which both have a value; what is not chosen follows <see cref="MergeField.Better"/>.</param>
    /// <param name="seen">What the user looked at, as <see cref="EditMark"/>s of both; null where nobody looked.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="also">Is written in the same transaction.</param>
    /// <param name="by">For work in the background, on whose behalf.</param>
    public async Task<MergeOutcome> Run(
        long keptId, long goneId, IReadOnlyDictionary<string, Side> choices, (string? Kept, string? Gone)? seen, CancellationToken ct, Func<CancellationToken, Task>? also = null, long? by = null)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Nobody is matched, created or removed meanwhile: three records in two tabs are merged one after the other.
        await db.Execute("People/HoldPeople", ct);
        await db.Execute("Duplicates/Merging/HoldRecords", ct, ("one", keptId), ("other", goneId));
        if (await TwoRecords.Load(db, parts, keptId, goneId, ct) is not { } pair || keptId == goneId) return await Elsewhere(keptId, goneId, ct);
        if (pair.Kept.Has("archived_at") || pair.Gone.Has("archived_at")) return new MergeOutcome.Refused(words["One of them is archived. Restore that record first."]);
        if (seen is { } marks && !(IsAsSeen(pair.Kept, marks.Kept) && IsAsSeen(pair.Gone, marks.Gone))) return new MergeOutcome.Refused(words["Somebody changed one of the two records since you opened this page. Look at them as they are now."]);

        var log = new MergeLog();
        var rows = new LoggedRows(new RowStore(db), log);
        var store = new RowStore(db);
        var now = clock.GetUtcNow().ToMicroseconds();
        // Rows of the new owner must not meet what the merge puts there itself.
        using var paused = db.Trail.Pause();
        var merge = new Merge
        {
            PersonId = keptId, KeptId = keptId, GoneId = goneId, GoneName = $"{pair.Gone.Text("first_name")} {pair.Gone.Text("last_name")}".Trim(), Undo = "", AccountId = by ?? account.Id, At = now,
        };
        db.Add(merge);
        await db.SaveChangesAsync(ct);

        await new MergeConsents(db, store, rows, parts, left).Run(pair, $"merge:{merge.Id}", now, ct);
        await new MergeValues(db, store, rows, parts).Run(pair, choices, now, ct);
        await new MovePairs(db, store, rows, parts).Run(keptId, goneId, ct);
        var counts = await store.Count(Moving, [keptId, goneId], ct);
        foreach (var table in Moving.Where(t => counts[t.Name] > 0)) await Move(table, store, rows, pair, ct);
        await new MergeAddresses(db, rows, store, parts).Order(pair, choices, ct);
        foreach (var named in await Naming(store, goneId, ct)) await rows.Change(named, named.Table.Persons.Where(c => named.Number(c) == goneId).ToDictionary(c => c, c => named.Number("id") == keptId ? null : (object?)keptId, StringComparer.Ordinal), ct);
        foreach (var part in parts) await part.AddUp([keptId, goneId], ct);
        await rows.Remove((await store.Find(PersonTable.OfPeople(db.Model), pair.Gone.Key(), ct))!, ct);
        var source = MergeValues.IsOlder(pair.Gone, pair.Kept) ? pair.Kept["source"] : pair.Gone["source"];
        await rows.Add(new PersonRow(PersonTable.Of<MergedPerson>(db.Model, parts), new(StringComparer.Ordinal) { ["id"] = goneId, ["person_id"] = keptId, ["source"] = source }), ct);
        foreach (var part in parts)
        {
            if (await part.WhyNotMerged(keptId, ct) is { } reason) return new MergeOutcome.Refused(reason);
        }

        log.Counts = await store.Count(Moving, [keptId], ct);
        merge.Undo = log.ToJson();
        db.Trail.Record("person.merged", [keptId, goneId], Chosen(pair, choices), merge.Id);
        await db.SaveChangesAsync(ct);
        if (also is not null) await also(ct);
        await transaction.CommitAsync(ct);
        return new MergeOutcome.Done(merge.Id, keptId);
    }

    /// <summary>The fields of which somebody chose the value.</summary>
    private static string? Chosen(TwoRecords pair, IReadOnlyDictionary<string, Side> choices) =>
        string.Join(", ", pair.Fields.Where(f => f.IsAsked && choices.ContainsKey(f.Field)).Select(f => f.Field)) is { Length: > 0 } chosen ? chosen : null;

    private async Task<MergeOutcome> Elsewhere(long keptId, long goneId, CancellationToken ct)
    {
        var (one, other) = (await db.WhoIs(keptId, ct), await db.WhoIs(goneId, ct));
        var there = await db.People.CountAsync(p => p.Id == one || p.Id == other, ct);
        return there == (one == other ? 1 : 2) ? new MergeOutcome.Elsewhere(one, other) : new MergeOutcome.NoSuchPerson();
    }

    private static async Task Move(PersonTable table, RowStore store, LoggedRows rows, TwoRecords pair, CancellationToken ct)
    {
        var all = await store.Held(table, [pair.KeptId, pair.GoneId], ct);
        bool NamesGone(PersonRow row) => table.Persons.Any(c => row.Number(c) == pair.GoneId);
        var kept = all.FindAll(r => !NamesGone(r));
        // Positions go on behind those of the kept person.
        var behind = kept.Count;
        var isOrdered = table.Columns.Any(c => c.Name == "position");
        PersonRow Moved(PersonRow row) => row.With(table.Persons.Where(c => row.Number(c) == pair.GoneId).ToDictionary(c => c, _ => (object?)pair.KeptId, StringComparer.Ordinal));
        foreach (var row in kept.Where(r => !all.Exists(o => NamesGone(o) && Moved(o).Collides(r))).ToList())
        {
            if (table.Part is not { } part || await part.HoldsAlone(row, ct)) continue;
            await rows.Remove(row, ct);
            kept.Remove(row);
        }

        foreach (var row in all.FindAll(NamesGone))
        {
            var changes = table.Persons.Where(c => row.Number(c) == pair.GoneId).ToDictionary(c => c, _ => (object?)pair.KeptId, StringComparer.Ordinal);
            if (isOrdered) changes["position"] = row.Number("position") + behind;
            var moved = row.With(changes);
            // Somebody cannot be related to themselves.
            if (table.Persons.Count > 1 && table.Persons.Where(moved.Has).GroupBy(moved.Number).Any(g => g.Count() > 1))
            {
                await rows.Remove(row, ct);
                continue;
            }

            if (kept.Find(moved.Collides) is { } same)
            {
                if (table.Part?.Prefers(same, row) != true)
                {
                    await rows.Remove(row, ct);
                    continue;
                }

                await rows.Remove(same, ct);
                kept.Remove(same);
                if (isOrdered) changes["position"] = same["position"];
            }
            else if (table.Part is { } part && !await part.HoldsAlone(row, ct))
            {
                await rows.Remove(row, ct);
                continue;
            }

            kept.Add(await rows.Change(row, changes, ct));
        }
    }

    /// <summary>Rows of other people that name the one who goes: whom they were recruited by.</summary>
    private async Task<List<PersonRow>> Naming(RowStore store, long goneId, CancellationToken ct)
    {
        var people = PersonTable.OfPeople(db.Model);
        return people.Persons.Count == 0 ? [] : await store.Of(people, [goneId], ct);
    }

    private static bool IsAsSeen(PersonRow person, string? mark) => EditMark.Read(mark) == TwoRecords.At(person["changed_at"]);
}
