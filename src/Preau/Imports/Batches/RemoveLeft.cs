using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Imports.Batches;

/// <summary>Whom the undo of another import had left because of this one, and of nothing else, goes with this one: in which order imports are undone makes no difference.</summary>
internal sealed class RemoveLeft(Database db, Import import, TimeProvider clock)
{
    private readonly Dictionary<string, Import?> undone = new(StringComparer.Ordinal);

    /// <param name="ids">People whom this import touched, and who are as they were before it now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(long[] ids, CancellationToken ct)
    {
        var own = import.Source;
        var people = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.Source.StartsWith(Import.Sources) && p.Source != own).Select(p => new { p.Id, p.Source }).ToListAsync(ct);
        foreach (var source in people.GroupBy(p => p.Source, p => p.Id, StringComparer.Ordinal))
        {
            if (!undone.TryGetValue(source.Key, out var other)) undone[source.Key] = other = await Undone(source.Key, ct);
            if (other is not null) await new RemoveCreated(db, other, clock).Run([.. source], ct);
        }
    }

    private async Task<Import?> Undone(string source, CancellationToken ct) => long.TryParse(source[Import.Sources.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Undone, ct) : null;
}
