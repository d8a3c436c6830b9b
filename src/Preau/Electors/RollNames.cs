using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Electors;

/// <summary>Electors whom the roll knows by two names, the one they were born with and the one they use: their record has one of them, and a list may have the other.</summary>
public sealed class RollNames(Database db) : IOtherNames
{
    public async Task<IReadOnlyList<(long PersonId, string Key)>> With(IEnumerable<string> keys, CancellationToken ct)
    {
        string[] asked = [.. keys.Distinct(StringComparer.Ordinal)];
        if (asked.Length == 0) return [];
        var born = await db.Registrations.Where(r => EF.Parameter(asked).Contains(r.BirthKey)).Select(r => new { r.PersonId, Key = r.BirthKey! }).ToListAsync(ct);
        var used = await db.Registrations.Where(r => EF.Parameter(asked).Contains(r.UsageKey)).Select(r => new { r.PersonId, Key = r.UsageKey! }).ToListAsync(ct);
        return [.. born.Concat(used).Select(r => (r.PersonId, r.Key))];
    }

    public async Task<IReadOnlyList<(long PersonId, string Key)>> Of(long[] ids, CancellationToken ct)
    {
        var rows = await db.Registrations.Where(r => EF.Parameter(ids).Contains(r.PersonId) && r.BirthKey != null && r.UsageKey != null).Select(r => new { r.PersonId, r.BirthKey, r.UsageKey }).ToListAsync(ct);
        return [.. rows.SelectMany(r => new[] { (r.PersonId, r.BirthKey!), (r.PersonId, r.UsageKey!) })];
    }
}
