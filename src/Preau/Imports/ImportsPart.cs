using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports.Named;
using Preau.People;
using Preau.Shared;

namespace Preau.Imports;

/// <summary>What imports remember of a person: the values that stood before, so that they can come back. It goes with the person.</summary>
public sealed class ImportsPart(Database db, Words words) : IPersonPart
{
    public string Name => "imports";

    public IReadOnlyCollection<Type> Entities => [typeof(ImportTouch), typeof(ImportNaming)];

    /// <summary>What files changed of somebody who was there before; who came by one says so at the beginning of their story.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var imports = await db.Imports.AsNoTracking()
            .Where(i => i.State != ImportState.Undone && db.ImportTouches.Any(t => t.ImportId == i.Id && t.PersonId == personId) && !db.People.Any(p => p.Id == personId && p.Source == Import.Sources + i.Id) && (ask.Until == null || (i.EndedAt ?? i.CreatedAt) <= ask.Until))
            .OrderByDescending(i => i.EndedAt ?? i.CreatedAt).ThenByDescending(i => i.Id).Take(ask.Count).Select(i => new { i.Id, i.FileName, At = i.EndedAt ?? i.CreatedAt }).ToListAsync(ct);
        return [.. imports.Select(i => new TimelineEntry(i.At, $"import:{i.Id:D12}", TimelineKind.Record, words["Changed by the file {0}", i.FileName], Link: $"/imports/{i.Id}"))];
    }

    /// <summary>What files changed, and of every file that brought or set something: where it came from and by what right.</summary>
    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var rows = await db.ImportTouches.Where(t => t.PersonId == personId).OrderBy(t => t.ImportId).ThenBy(t => t.Line).Select(t => new { Import = t.ImportId, t.Line, t.Touches }).ToListAsync(ct);
        var sources = await db.Provenances.Where(p => p.PersonId == personId).Select(p => p.Source).Union(db.People.Where(p => p.Id == personId).Select(p => p.Source)).ToListAsync(ct);
        long[] ids = [.. sources.Where(s => s.StartsWith(Import.Sources, StringComparison.Ordinal)).Select(s => long.TryParse(s.AsSpan(Import.Sources.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Concat(rows.Select(r => r.Import)).Distinct()];
        var files = await db.Imports.Where(i => EF.Parameter(ids).Contains(i.Id)).OrderBy(i => i.Id)
            .Select(i => new { Import = i.Id, File = i.FileName, BroughtInOn = i.CreatedAt, i.OriginKind, i.Origin, LegalBasis = i.Basis, LegalBasisInWords = i.BasisText, i.ObtainedOn }).ToListAsync(ct);
        var named = await db.ImportNamings.Where(n => n.PersonId == personId).OrderBy(n => n.ImportId).ThenBy(n => n.Line).Select(n => new { Import = n.ImportId, n.Line, As = n.NamedAs, n.Number, n.Said }).ToListAsync(ct);
        return rows.Count + files.Count + named.Count == 0 ? null : new { Files = files, Changes = rows.Select(r => new { r.Import, Line = RestoreNamed.LineOf(r.Line), r.Touches }), NotFound = named };
    }

    public async Task<bool> Tells(long personId, IReadOnlyList<CustomField> fields, CancellationToken ct)
    {
        var numbers = fields.Select(f => f.Id.ToString(CultureInfo.InvariantCulture)).ToHashSet(StringComparer.Ordinal);
        var touches = await db.ImportTouches.Where(t => t.PersonId == personId).Select(t => t.Touches).ToListAsync(ct);
        return touches.SelectMany(Batches.Touch.Read).Any(t => t.Table == "custom_value" && t.Key is { } number && numbers.Contains(number));
    }

    public async Task Erase(long personId, CancellationToken ct)
    {
        await db.ImportTouches.Where(t => t.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.ImportNamings.Where(n => n.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
