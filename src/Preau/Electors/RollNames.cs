using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Listing;

namespace Preau.Electors;

/// <summary>Electors whom the roll knows by two names, the one they were born with and the one they use: their record has one of them, and a list may have the other.</summary>
public sealed class RollNames(Database db) : IOtherNames
{
    // So many are looked at, in the order of the names: what a common name begins is not read to its end.
    private const int Most = 500;

    public async Task<IReadOnlyList<(long PersonId, string Key)>> With(IEnumerable<string> keys, CancellationToken ct)
    {
        string[] asked = [.. keys.Distinct(StringComparer.Ordinal)];
        if (asked.Length == 0) return [];
        var born = await db.Registrations.Where(r => EF.Parameter(asked).Contains(r.BirthKey)).Select(r => new { r.PersonId, Key = r.BirthKey! }).ToListAsync(ct);
        var used = await db.Registrations.Where(r => EF.Parameter(asked).Contains(r.UsageKey)).Select(r => new { r.PersonId, Key = r.UsageKey! }).ToListAsync(ct);
        return [.. born.Concat(used).Select(r => (r.PersonId, r.Key))];
    }

    public IQueryable<long> Beginning(string beginning, IReadOnlyList<string> later)
    {
        var until = beginning + PersonSearch.End;
        var born = db.Registrations.Where(r => string.Compare(r.BirthKey, beginning) >= 0 && string.Compare(r.BirthKey, until) < 0);
        var used = db.Registrations.Where(r => string.Compare(r.UsageKey, beginning) >= 0 && string.Compare(r.UsageKey, until) < 0);
        foreach (var word in later) (born, used) = (born.Where(r => r.BirthKey!.Contains(word)), used.Where(r => r.UsageKey!.Contains(word)));
        return born.OrderBy(r => r.BirthKey).Take(Most).Where(r => r.UsageKey != null).Select(r => r.PersonId).Concat(used.OrderBy(r => r.UsageKey).Take(Most).Select(r => r.PersonId));
    }

    public async Task<IReadOnlyList<(long PersonId, string Key)>> Of(long[] ids, CancellationToken ct)
    {
        var rows = await db.Registrations.Where(r => EF.Parameter(ids).Contains(r.PersonId) && r.BirthKey != null && r.UsageKey != null).Select(r => new { r.PersonId, r.BirthKey, r.UsageKey }).ToListAsync(ct);
        return [.. rows.SelectMany(r => new[] { (r.PersonId, r.BirthKey!), (r.PersonId, r.UsageKey!) })];
    }
}
