using Microsoft.EntityFrameworkCore;

namespace Preau.Imports.Batches;

/// <summary>
/// What other imports did to the people of a batch that is being undone. A later one found what this one had put there: when it is undone in turn, what stood before this one has to come back.
/// So what cannot be taken back yet is handed over to whoever stands in the way.
/// </summary>
internal sealed class OtherTouches
{
    private readonly List<Row> rows = [];
    private ILookup<long, Row> byPerson = Enumerable.Empty<Row>().ToLookup(r => r.PersonId);

    private sealed record Row(long ImportId, long PersonId, long Line, List<Touch> Touches, bool IsLater)
    {
        public bool IsChanged { get; set; }
    }

    public static async Task<OtherTouches> Load(Database db, Import import, long[] ids, CancellationToken ct)
    {
        var others = new OtherTouches();
        var found = await db.ImportTouches.AsNoTracking().Where(t => t.ImportId != import.Id && EF.Parameter(ids).Contains(t.PersonId)).ToListAsync(ct);
        if (found.Count == 0) return others;
        long[] imports = [.. found.Select(t => t.ImportId).Distinct()];
        // By when they came in: numbers are given out in blocks.
        var ends = await db.Imports.Where(i => EF.Parameter(imports).Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.EndedAt ?? DateTimeOffset.MaxValue, ct);
        bool IsLater(long id) => ends[id] > import.EndedAt || (ends[id] == import.EndedAt && id > import.Id);
        others.rows.AddRange(found.OrderBy(t => ends[t.ImportId]).ThenBy(t => t.ImportId).ThenBy(t => t.Line).Select(t => new Row(t.ImportId, t.PersonId, t.Line, [.. Touch.Read(t.Touches)], IsLater(t.ImportId))));
        others.byPerson = others.rows.ToLookup(r => r.PersonId);
        return others;
    }

    /// <summary>Where a later import changed the same thing from what this one had made of it, that one goes back to what was before this one.</summary>
    public void Take(long personId, Touch touch)
    {
        foreach (var row in byPerson[personId].Where(r => r.IsLater))
        {
            var at = row.Touches.FindIndex(t => (t.Table, t.Key, t.Field) == (touch.Table, touch.Key, touch.Field) && t.Before is not null && t.Before == touch.After);
            // A row that this one added and that one changed goes when both are undone.
            var isRow = at < 0 && touch.Field is null && touch.Key is not null && row.Touches.Exists(t => (t.Table, t.Key) == (touch.Table, touch.Key) && t.Field is not null);
            if (at < 0 && !isRow) continue;
            if (isRow) row.Touches.Insert(0, touch);
            else row.Touches[at] = row.Touches[at] with { Before = touch.Before };
            row.IsChanged = true;
            return;
        }
    }

    /// <summary>To any other import that gave the person an address or a telephone.</summary>
    public void TakeRollOnly(long personId, Touch touch)
    {
        if (byPerson[personId].FirstOrDefault(r => r.Touches.Exists(t => t.Table is "person_email" or "person_phone")) is not { } row) return;
        row.Touches.Insert(0, touch);
        row.IsChanged = true;
    }

    public async Task Write(Database db, CancellationToken ct)
    {
        foreach (var import in rows.GroupBy(r => r.ImportId))
        {
            var (id, people) = (import.Key, import.Where(r => r.IsChanged).Select(r => r.PersonId).Distinct().ToArray());
            if (people.Length == 0) continue;
            await db.ImportTouches.Where(t => t.ImportId == id && EF.Parameter(people).Contains(t.PersonId)).ExecuteDeleteAsync(ct);
            await using var touches = await db.Bulk("import_touch", ["import_id", "person_id", "line", "touches"], ct);
            foreach (var row in import.Where(r => people.Contains(r.PersonId))) touches.Row(id, row.PersonId, row.Line, Touch.Write(row.Touches));
            await touches.Done(ct);
        }
    }
}
