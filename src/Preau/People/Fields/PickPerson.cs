using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People.Listing;

namespace Preau.People;

/// <param name="Beside">What tells two of one name apart, as whoever asks may see it: town, mail address, year of birth.</param>
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
public sealed class PickPerson(Database db, PersonQuery query, PersonSearch search, CurrentAccount account)
{
    /// <summary>More are not offered: whoever means another one writes more.</summary>
    public const int Most = 8;

    private sealed record Found(long Id, string FirstName, string LastName, DateOnly? BornOn);

    /// <param name="text">The beginning of a name, a mail address or a telephone number.</param>
    /// <param name="but">Who is not meant: whose record it is that another one is looked for.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<PickedPerson>> Find(string text, long? but, CancellationToken ct)
    {
        text = text.Trim();
        if (text.Length is < 2 or > 100) return [];
        var found = new List<Found>();
        foreach (var range in await search.Ranges(text, query.Seen.AsNoTracking().Where(p => p.ArchivedAt == null && p.Id != but), ct))
        {
            if (found.Count >= Most) break;
            var people = range.IsByGiven ? range.People.OrderBy(p => p.GivenKey).ThenBy(p => p.Id) : range.IsFew ? range.People.OrderBy(p => p.NameKey + "").ThenBy(p => p.Id) : range.People.OrderBy(p => p.NameKey).ThenBy(p => p.Id);
            found.AddRange(await people.Take(Most - found.Count).Select(p => new Found(p.Id, p.FirstName, p.LastName, p.BornOn)).ToListAsync(ct));
        }

        return await Described(found, ct);
    }

    /// <summary>Whom «#12 Marie Dupont», «12» or «1 234» means by its number, archived or not.</summary>
    public async Task<long?> ByNumber(string text, CancellationToken ct)
    {
        text = text.Trim();
        var number = text.StartsWith('#') ? text[1..].Split(' ')[0] : string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var said)) return null;
        var id = await db.WhoIs(said, ct);
        return await query.Seen.AnyAsync(p => p.Id == id, ct) ? id : null;
    }

    /// <summary>«#12 Marie Dupont», «12», or a name, mail address or telephone that one person alone has.</summary>
    public async Task<Picking> Read(string text, CancellationToken ct)
    {
        if (await ByNumber(text, ct) is { } id) return new Picking.One(id);
        return await Find(text, null, ct) switch
        {
            [] => new Picking.Nobody(),
            [var only] => new Picking.One(only.Id),
            var several when several.Where(p => Shared.NameKey.Compact(p.Name) == Shared.NameKey.Compact(text)).ToList() is [var same] => new Picking.One(same.Id),
            var several => new Picking.Several(several),
        };
    }

    private async Task<IReadOnlyList<PickedPerson>> Described(List<Found> found, CancellationToken ct)
    {
        long[] ids = [.. found.Select(p => p.Id)];
        var towns = (await db.PersonAddresses.AsNoTracking().Where(a => ids.Contains(a.PersonId) && a.City != "").OrderBy(a => a.Position).Select(a => new { a.PersonId, a.City }).ToListAsync(ct)).ToLookup(a => a.PersonId, a => a.City);
        var mails = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId)).OrderBy(e => e.Position).ToListAsync(ct)).ToLookup(e => e.PersonId, account.Shown);
        return [.. found.Select(p => new PickedPerson(p.Id, $"{p.FirstName} {p.LastName}".Trim(), string.Join(" · ", new[] { towns[p.Id].FirstOrDefault(), mails[p.Id].FirstOrDefault(), p.BornOn?.Year.ToString(CultureInfo.InvariantCulture) }.Where(b => b is not null))))];
    }

    /// <summary>The names of people whom whoever asks may see; those of others are missing.</summary>
    public async Task<IReadOnlyDictionary<long, string>> Names(IEnumerable<long> people, CancellationToken ct)
    {
        long[] ids = [.. people.Distinct()];
        return ids.Length == 0 ? new Dictionary<long, string>() : (await query.Seen.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.FirstName, p.LastName }).ToListAsync(ct)).ToDictionary(p => p.Id, p => $"{p.FirstName} {p.LastName}".Trim());
    }
}
