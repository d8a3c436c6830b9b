using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Preau.People.Listing;

public sealed record PersonRow(long Id, string FirstName, string LastName, int? SupportLevel, bool IsRollOnly, DateTimeOffset CreatedAt, string Source)
{
    public string FullName => $"{FirstName} {LastName}".Trim();
    public PersonEmail? Email { get; init; }
    public PersonPhone? Phone { get; init; }
    public string City { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <param name="IsMore">There are more than this.</param>
public sealed record PeopleCount(long Number, bool IsMore);

public sealed record PeoplePage(IReadOnlyList<PersonRow> Rows, string? Next);

/// <summary>Lists of people by the page: where one page ended, the next one goes on, by key and number. Nothing here counts or skips rows.</summary>
public sealed class PeopleList(Database db, PersonQuery query, PersonSearch search)
{
    public const int PageSize = 25;

    /// <summary>Above this, a list of a large nation says «more than».</summary>
    public const int CountedTo = 5_000;

    /// <summary>A nation of no more people than this is small: all of it is counted in the time that a screen has.</summary>
    private const int Small = 100_000;

    /// <summary>A search that meets more people than this is not counted.</summary>
    private const int SearchedTo = 3_000;

    private sealed record Place(string Range, string Key, long Id);

    private sealed record Line(long Id, string FirstName, string LastName, string NameKey, string GivenKey, int? SupportLevel, bool IsRollOnly, DateTimeOffset CreatedAt, string Source);

    public async Task<PeoplePage> Page(PersonFilter filter, string? after, CancellationToken ct)
    {
        var answer = await query.Of(filter, ct);
        var place = Read(after);
        var lines = new List<(Line Line, Place Place)>();
        var ranges = filter.Search.Length == 0 ? [new PersonSearch.Range("", answer.People)] : await search.Ranges(filter.Search, answer.People, ct);
        for (var i = Math.Max(ranges.ToList().FindIndex(r => r.Name == place?.Range), 0); i < ranges.Count && lines.Count <= PageSize; i++)
        {
            var from = place is not null && place.Range == ranges[i].Name ? place : null;
            var range = ranges[i];
            var part = filter.Search.Length > 0 ? InRange(range, from) : InOrder(range.People, filter.IsByName, answer.IsFew, from);
            var read = await part.Take(PageSize + 1 - lines.Count)
                .Select(p => new Line(p.Id, p.FirstName, p.LastName, p.NameKey, p.GivenKey, p.SupportLevel, p.IsRollOnly, p.CreatedAt, p.Source)).ToListAsync(ct);
            lines.AddRange(read.Select(l => (l, new Place(range.Name, KeyOf(l, filter, range), l.Id))));
        }
        var next = lines.Count > PageSize ? Write(lines[PageSize - 1].Place) : null;
        return new(await Dress([.. lines.Take(PageSize).Select(l => l.Line)], ct), next);
    }

    /// <summary>How many there are, as far as it is worth counting; null where even that would mean looking at a large part of the table.</summary>
    public async Task<PeopleCount?> Count(PersonFilter filter, CancellationToken ct)
    {
        var answer = await query.Of(filter, ct);
        if (filter.Search.Length > 0) return await CountFound(filter, answer.People, ct) is { } found ? new(found, IsMore: false) : null;
        var people = answer.People;
        // Read in an order whose index knows the view: contacts are few beside a roll.
        if (!answer.IsNarrowed) people = filter.View == PeopleView.Roll ? people.OrderBy(p => p.NameKey) : people.OrderByDescending(p => p.CreatedAt);
        var most = await db.People.MaxAsync(p => (long?)p.Id, ct) > Small ? CountedTo : Small;
        var count = await people.Take(most + 1).CountAsync(ct);
        return new(Math.Min(count, most), IsMore: count > most);
    }

    private async Task<int?> CountFound(PersonFilter filter, IQueryable<Person> people, CancellationToken ct)
    {
        foreach (var range in (await search.Ranges(filter.Search, query.Seen, ct)).Where(r => !r.IsFew))
        {
            if (await range.People.Take(SearchedTo + 1).CountAsync(ct) > SearchedTo) return null;
        }
        var count = 0;
        foreach (var range in await search.Ranges(filter.Search, people, ct)) count += await range.People.CountAsync(ct);
        return count;
    }

    /// <summary>The numbers of all that the filter finds, for exports and bulk actions, a thousand at a time.</summary>
    public async IAsyncEnumerable<long[]> Ids(PersonFilter filter, int? limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var people = (await query.Of(filter, ct)).People;
        var left = limit ?? int.MaxValue;
        foreach (var range in filter.Search.Length == 0 ? [new PersonSearch.Range("", people)] : await search.Ranges(filter.Search, people, ct))
        {
            for (long? last = null; left > 0;)
            {
                var after = last ?? long.MinValue;
                var ids = await range.People.Where(p => p.Id > after).OrderBy(p => p.Id).Select(p => p.Id).Take(Math.Min(1000, left)).ToArrayAsync(ct);
                if (ids.Length == 0) break;
                (last, left) = (ids[^1], left - ids.Length);
                yield return ids;
            }
        }
    }

    // Where there are few, an expression keeps the store from walking the whole table in the order of its index to find them.
    private static IQueryable<Person> InOrder(IQueryable<Person> people, bool isByName, bool isFew, Place? from)
    {
        if (isByName)
        {
            if (from is { Key: var key, Id: var id }) people = people.Where(p => string.Compare(p.NameKey, key) >= 0 && (p.NameKey != key || p.Id > id));
            return isFew ? people.OrderBy(p => p.NameKey + "").ThenBy(p => p.Id) : people.OrderBy(p => p.NameKey).ThenBy(p => p.Id);
        }
        if (from is not null)
        {
            var (at, id) = (At(from.Key), from.Id);
            people = people.Where(p => p.CreatedAt <= at && (p.CreatedAt != at || p.Id < id));
        }
        return isFew ? people.OrderByDescending(p => p.Id * 0).ThenByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id) : people.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id);
    }

    private static IQueryable<Person> InRange(PersonSearch.Range range, Place? from)
    {
        var people = range.People;
        if (range.IsByGiven)
        {
            if (from is { Key: var given, Id: var number }) people = people.Where(p => string.Compare(p.GivenKey, given) >= 0 && (p.GivenKey != given || p.Id > number));
            return people.OrderBy(p => p.GivenKey).ThenBy(p => p.Id);
        }
        if (from is { Key: var key, Id: var id }) people = people.Where(p => string.Compare(p.NameKey, key) >= 0 && (p.NameKey != key || p.Id > id));
        return range.IsFew ? people.OrderBy(p => p.NameKey + "").ThenBy(p => p.Id) : people.OrderBy(p => p.NameKey).ThenBy(p => p.Id);
    }

    private async Task<List<PersonRow>> Dress(Line[] lines, CancellationToken ct)
    {
        var ids = Array.ConvertAll(lines, l => l.Id);
        var emails = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var phones = (await db.PersonPhones.AsNoTracking().Where(e => ids.Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var cities = (await db.PersonAddresses.Where(a => ids.Contains(a.PersonId)).Select(a => new { a.PersonId, a.Position, a.City }).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var tags = (await db.PersonTags.Where(t => ids.Contains(t.PersonId)).Join(db.Tags, p => p.TagId, t => t.Id, (p, t) => new { p.PersonId, t.Name }).ToListAsync(ct)).ToLookup(t => t.PersonId);
        return
        [
            .. lines.Select(l => new PersonRow(l.Id, l.FirstName, l.LastName, l.SupportLevel, l.IsRollOnly, l.CreatedAt, l.Source)
            {
                Email = emails[l.Id].OrderBy(e => e.IsBad).ThenBy(e => e.Position).FirstOrDefault(),
                Phone = phones[l.Id].OrderBy(e => e.IsBad).ThenBy(e => e.Position).FirstOrDefault(),
                City = cities[l.Id].OrderBy(a => a.Position).FirstOrDefault()?.City ?? "",
                Tags = [.. tags[l.Id].Select(t => t.Name).Order(StringComparer.CurrentCulture)],
            }),
        ];
    }

    private static string KeyOf(Line line, PersonFilter filter, PersonSearch.Range range) => filter switch
    {
        { Search.Length: > 0 } when range.IsByGiven => line.GivenKey,
        { Search.Length: > 0 } or { IsByName: true } => line.NameKey,
        _ => line.CreatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
    };

    private static DateTimeOffset At(string ticks) =>
        long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks ? new(at, TimeSpan.Zero) : DateTimeOffset.MaxValue;

    private static string Write(Place place) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.Range}|{place.Id}|{place.Key}")));

    private static Place? Read(string? after)
    {
        if (string.IsNullOrEmpty(after) || after.Length > 2000 || !System.Buffers.Text.Base64Url.IsValid(after)) return null;
        var bytes = new byte[after.Length];
        return System.Buffers.Text.Base64Url.TryDecodeFromChars(after, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('|', 3) is [var range, var id, var key]
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var person)
            ? new(range, key, person)
            : null;
    }
}
