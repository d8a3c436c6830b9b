using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Duplicates;

public enum PairView
{
    All,
    Sure,
    Possible,
    Different,
}

/// <param name="Town">Of the first address.</param>
public sealed record PairSide(long Id, string Name, string Town, int? BornIn, bool IsRollOnly);

public sealed record PairRow(Duplicate Pair, PairSide One, PairSide Other);

public sealed record PairPage(IReadOnlyList<PairRow> Rows, string? Next);

/// <summary>Pairs, a page at a time.</summary>
public sealed class DuplicateList(Database db)
{
    public const int PageSize = 50;

    /// <param name="isNewest">What was found last comes first, else what is surest.</param>
    /// <param name="after">The <see cref="PairPage.Next"/> of the page before.</param>
    public async Task<PairPage> Page(PairView view, bool isNewest, string? after, CancellationToken ct)
    {
        var pairs = db.Duplicates.AsNoTracking().Where(d => d.State == (view == PairView.Different ? PairState.Distinct : PairState.Open));
        if (view == PairView.Sure) pairs = pairs.Where(d => d.IsSure);
        if (view == PairView.Possible) pairs = pairs.Where(d => !d.IsSure);
        // Whoever was archived since is not worth a look, and neither is whom the feed has not told of yet.
        pairs = pairs.Where(d => db.People.Any(p => p.Id == d.PersonId && p.ArchivedAt == null) && db.People.Any(p => p.Id == d.OtherPersonId && p.ArchivedAt == null));
        var found = await (isNewest ? Newest(pairs, after) : Surest(pairs, after)).Take(PageSize + 1).ToListAsync(ct);
        var page = found.Take(PageSize).ToList();
        var sides = await Sides([.. page.SelectMany(d => new[] { d.PersonId, d.OtherPersonId }).Distinct()], ct);
        return new([.. page.Select(d => new PairRow(d, sides[d.PersonId], sides[d.OtherPersonId]))], found.Count > PageSize ? Cursor(page[^1], isNewest) : null);
    }

    /// <summary>With whom this person may be the same, surest first.</summary>
    public async Task<IReadOnlyList<PairRow>> Of(long personId, int count, CancellationToken ct)
    {
        var one = await db.Duplicates.AsNoTracking().Where(d => d.PersonId == personId && d.State == PairState.Open).OrderByDescending(d => d.Score).Take(count).ToListAsync(ct);
        one.AddRange(await db.Duplicates.AsNoTracking().Where(d => d.OtherPersonId == personId && d.State == PairState.Open).OrderByDescending(d => d.Score).Take(count).ToListAsync(ct));
        var sides = await Sides([.. one.SelectMany(d => new[] { d.PersonId, d.OtherPersonId }).Distinct()], ct);
        return [.. one.Where(d => sides.ContainsKey(d.PersonId) && sides.ContainsKey(d.OtherPersonId)).OrderByDescending(d => d.Score).Take(count).Select(d => new PairRow(d, sides[d.PersonId], sides[d.OtherPersonId]))];
    }

    public async Task<Dictionary<long, PairSide>> Sides(long[] ids, CancellationToken ct)
    {
        var towns = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId)).OrderBy(a => a.Position).Select(a => new { a.PersonId, a.City }).ToListAsync(ct)).ToLookup(a => a.PersonId, a => a.City);
        return (await db.People.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id)).Select(p => new { p.Id, p.FirstName, p.LastName, p.BornOn, p.IsRollOnly }).ToListAsync(ct))
            .ToDictionary(p => p.Id, p => new PairSide(p.Id, $"{p.FirstName} {p.LastName}".Trim(), towns[p.Id].FirstOrDefault() ?? "", p.BornOn?.Year, p.IsRollOnly));
    }

    private static IQueryable<Duplicate> Surest(IQueryable<Duplicate> pairs, string? after)
    {
        if (Read(after) is [var sure, var score, var one, var other])
        {
            var isSure = sure == 1;
            pairs = pairs.Where(d => (isSure && !d.IsSure) || (d.IsSure == isSure && (d.Score < score || (d.Score == score && (d.PersonId < one || (d.PersonId == one && d.OtherPersonId < other))))));
        }

        return pairs.OrderByDescending(d => d.IsSure).ThenByDescending(d => d.Score).ThenByDescending(d => d.PersonId).ThenByDescending(d => d.OtherPersonId);
    }

    private static IQueryable<Duplicate> Newest(IQueryable<Duplicate> pairs, string? after)
    {
        if (Read(after) is [var ticks, var one, var other])
        {
            var at = new DateTimeOffset(Math.Min(ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
            pairs = pairs.Where(d => d.FoundAt < at || (d.FoundAt == at && (d.PersonId < one || (d.PersonId == one && d.OtherPersonId < other))));
        }

        return pairs.OrderByDescending(d => d.FoundAt).ThenByDescending(d => d.PersonId).ThenByDescending(d => d.OtherPersonId);
    }

    private static string Cursor(Duplicate last, bool isNewest) => isNewest
        ? string.Create(CultureInfo.InvariantCulture, $"{last.FoundAt.UtcTicks}~{last.PersonId}~{last.OtherPersonId}")
        : string.Create(CultureInfo.InvariantCulture, $"{(last.IsSure ? 1 : 0)}~{last.Score}~{last.PersonId}~{last.OtherPersonId}");

    private static long[] Read(string? cursor)
    {
        var parts = (cursor ?? "").Split('~');
        return Array.TrueForAll(parts, p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? Array.ConvertAll(parts, p => long.Parse(p, CultureInfo.InvariantCulture)) : [];
    }
}
