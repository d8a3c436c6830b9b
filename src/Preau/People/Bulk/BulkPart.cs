using Microsoft.EntityFrameworkCore;
using Preau.People.Merging;

namespace Preau.People.Bulk;

/// <summary>What an act on many remembers of one of them for a day, to take it back. It goes with the person.</summary>
public sealed class BulkPart(Database db) : IPersonPart
{
    public string Name => "bulk";

    public IReadOnlyCollection<Type> Entities => [typeof(BulkPerson), typeof(BulkEffect)];

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.BulkEffects.Where(e => e.PersonId == personId).OrderBy(e => e.BulkActId).Select(e => new { Act = e.BulkActId, e.Before }).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public async Task<bool> Tells(long personId, IReadOnlyList<CustomField> fields, CancellationToken ct)
    {
        string[] names = [.. fields.Select(f => CustomField.Prefix + f.Slug)];
        return await db.BulkEffects.AnyAsync(e => e.PersonId == personId && db.BulkActs.Any(a => a.Id == e.BulkActId && a.Field != null && EF.Parameter(names).Contains(a.Field)), ct);
    }

    /// <summary>Both were changed by the act: without it, the better of what stood before would stand there now. Something before nothing, the later before the earlier.</summary>
    public bool Prefers(PersonRow kept, PersonRow gone)
    {
        if (kept.Table.Entity != typeof(BulkEffect)) return false;
        var (one, other) = (StoodBefore.Of(kept.Text("before")), StoodBefore.Of(gone.Text("before")));
        return one.IsNothing ? !other.IsNothing : other.At > one.At;
    }

    /// <summary>
    /// Only one of the two was changed by the act. Where it wrote over a value, nobody can say any more whether that value would be the record's now: the other's own may be
    /// the same. Marks that bear the instant of the act say by themselves whose they are.
    /// </summary>
    public async Task<bool> HoldsAlone(PersonRow row, CancellationToken ct)
    {
        if (row.Table.Entity != typeof(BulkEffect)) return true;
        var act = row.Number("bulk_act_id");
        return !await db.BulkActs.AnyAsync(a => a.Id == act && (a.Kind == BulkKind.SetField || a.Kind == BulkKind.Assign), ct);
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.BulkPeople.Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.BulkEffects.Where(e => e.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
