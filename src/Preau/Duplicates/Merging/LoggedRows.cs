using Preau.People.Merging;

namespace Preau.Duplicates;

/// <summary>Writes rows and notes each deed, so that what a merge does can be taken back without anybody writing down how.</summary>
internal sealed class LoggedRows(RowStore store, MergeLog log)
{
    public async Task<PersonRow> Change(PersonRow row, Dictionary<string, object?> changes, CancellationToken ct)
    {
        var real = changes.Where(c => !Equals(row[c.Key], c.Value)).ToDictionary(StringComparer.Ordinal);
        if (real.Count == 0) return row;
        await store.Update(row, real, ct);
        var after = row.With(real);
        log.Rows.Add(new(Deed.Changed, row.Table.Name, real.Keys.ToDictionary(c => c, c => row[c], StringComparer.Ordinal), after.Key().Concat(real).DistinctBy(c => c.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)));
        return after;
    }

    public async Task Remove(PersonRow row, CancellationToken ct)
    {
        await store.Delete(row, ct);
        log.Rows.Add(new(Deed.Removed, row.Table.Name, new(row.Values, StringComparer.Ordinal), []));
        if (row.Table.Part is { } part) await part.Recount(row, -1, ct);
    }

    public async Task Add(PersonRow row, CancellationToken ct)
    {
        await store.Insert(row, ct);
        log.Rows.Add(new(Deed.Added, row.Table.Name, [], new(row.Values, StringComparer.Ordinal)));
        if (row.Table.Part is { } part) await part.Recount(row, 1, ct);
    }
}
