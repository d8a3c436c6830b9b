using Preau.People;
using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>Suggestions of the record that goes are forgotten, since the feed has them found anew; what was said to be two people stays said.</summary>
internal sealed class MovePairs(Database db, RowStore store, LoggedRows rows, IEnumerable<IPersonPart> parts)
{
    public async Task Run(long keptId, long goneId, CancellationToken ct)
    {
        var table = PersonTable.Of<Duplicate>(db.Model, parts);
        foreach (var row in await store.Of(table, [goneId], ct))
        {
            var other = row.Number("person_id") == goneId ? row.Number("other_person_id") : row.Number("person_id");
            await rows.Remove(row, ct);
            if (other == keptId || row.Text("state") != EnumText<PairState>.Of(PairState.Distinct)) continue;
            var moved = row.With(new Dictionary<string, object?>(StringComparer.Ordinal) { ["person_id"] = Math.Min(keptId, other), ["other_person_id"] = Math.Max(keptId, other) });
            if (await store.Find(table, moved.Key(), ct) is { } known)
            {
                if (known.Text("state") == row.Text("state")) continue;
                await rows.Remove(known, ct);
            }

            await rows.Add(moved, ct);
        }
    }
}
