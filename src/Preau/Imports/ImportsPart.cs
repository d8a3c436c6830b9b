using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Imports;

/// <summary>What imports remember of a person: the values that stood before, so that they can come back. It goes with the person.</summary>
public sealed class ImportsPart(Database db) : IPersonPart
{
    public string Name => "imports";

    public IReadOnlyCollection<Type> Entities => [typeof(ImportTouch)];

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.ImportTouches.Where(t => t.PersonId == personId).OrderBy(t => t.ImportId).ThenBy(t => t.Line).Select(t => new { Import = t.ImportId, t.Line, t.Touches }).ToListAsync(ct);
        return rows.Count == 0 ? null : rows;
    }

    public Task Erase(long personId, CancellationToken ct) => db.ImportTouches.Where(t => t.PersonId == personId).ExecuteDeleteAsync(ct);
}
