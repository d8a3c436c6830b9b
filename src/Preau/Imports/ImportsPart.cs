using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports;

/// <summary>What imports remember of a person: the values that stood before, so that they can come back. It goes with the person.</summary>
public sealed class ImportsPart(Database db) : IPersonPart
{
    public string Name => "imports";

    public IReadOnlyCollection<Type> Entities => [typeof(ImportEffect)];

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.ImportEffects.Where(e => e.PersonId == personId).OrderBy(e => e.Id).Select(e => new { Import = e.ImportId, e.Entity, e.Field, e.Before, e.After }).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public Task Erase(long personId, CancellationToken ct) => db.ImportEffects.Where(e => e.PersonId == personId).ExecuteDeleteAsync(ct);
}
