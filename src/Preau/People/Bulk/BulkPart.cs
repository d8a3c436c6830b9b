using Microsoft.EntityFrameworkCore;

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

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.BulkPeople.Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.BulkEffects.Where(e => e.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
