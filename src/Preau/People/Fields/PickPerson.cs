using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People.Listing;

namespace Preau.People;

/// <param name="Beside">What tells two of one name apart: the year of birth.</param>
public sealed record PickedPerson(long Id, string Name, string Beside)
{
    /// <summary>As the box holds it, and <see cref="PickPerson"/> reads it back.</summary>
    public string Written => string.Create(CultureInfo.InvariantCulture, $"#{Id} {Name}");
}

public abstract record Picking
{
    public sealed record One(long Id) : Picking;

    public sealed record Several(IReadOnlyList<PickedPerson> People) : Picking;

    public sealed record Nobody : Picking;
}

/// <summary>Finds the person whom somebody means by what they typed, among those they may see.</summary>
public sealed class PickPerson(Database db, PersonQuery query, PersonSearch search)
{
    private const int Most = 8;

    public async Task<IReadOnlyList<PickedPerson>> Find(string text, CancellationToken ct)
    {
        text = text.Trim();
        if (text.Length is < 2 or > 100) return [];
        var found = new List<PickedPerson>();
        foreach (var range in search.Ranges(text, query.Seen.AsNoTracking().Where(p => p.ArchivedAt == null)))
        {
            if (found.Count >= Most) break;
            var people = range.IsByGiven ? range.People.OrderBy(p => p.GivenKey).ThenBy(p => p.Id) : range.IsFew ? range.People.OrderBy(p => p.NameKey + "").ThenBy(p => p.Id) : range.People.OrderBy(p => p.NameKey).ThenBy(p => p.Id);
            found.AddRange((await people.Take(Most - found.Count).Select(p => new { p.Id, p.FirstName, p.LastName, p.BornOn }).ToListAsync(ct))
                .Select(p => new PickedPerson(p.Id, $"{p.FirstName} {p.LastName}".Trim(), p.BornOn?.Year.ToString(CultureInfo.InvariantCulture) ?? "")));
        }

        return found;
    }

    /// <summary>«#12 Marie Dupont», «12», or a name that one person alone has.</summary>
    public async Task<Picking> Read(string text, CancellationToken ct)
    {
        text = text.Trim();
        var number = text.TrimStart('#').Split(' ')[0];
        if ((text.StartsWith('#') || number.Length == text.Length) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var said))
        {
            var id = await db.WhoIs(said, ct);
            return await query.Seen.AnyAsync(p => p.Id == id, ct) ? new Picking.One(id) : new Picking.Nobody();
        }

        return await Find(text, ct) switch
        {
            [] => new Picking.Nobody(),
            [var only] => new Picking.One(only.Id),
            var several when several.Where(p => Shared.NameKey.Compact(p.Name) == Shared.NameKey.Compact(text)).ToList() is [var same] => new Picking.One(same.Id),
            var several => new Picking.Several(several),
        };
    }

    /// <summary>The names of people whom whoever asks may see; those of others are missing.</summary>
    public async Task<IReadOnlyDictionary<long, string>> Names(IEnumerable<long> people, CancellationToken ct)
    {
        long[] ids = [.. people.Distinct()];
        return ids.Length == 0 ? new Dictionary<long, string>() : (await query.Seen.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.FirstName, p.LastName }).ToListAsync(ct)).ToDictionary(p => p.Id, p => $"{p.FirstName} {p.LastName}".Trim());
    }
}
