using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Preau.Households;

public sealed record HouseholdPage(IReadOnlyList<Household> Rows, string? Next);

/// <summary>Households by the page, in the order of the index that serves what was asked for: by name, by street, by size, else by town and street.</summary>
public sealed class HouseholdList(Database db)
{
    public const int PageSize = 50;
    private const char Between = '~';

    /// <param name="after">The <see cref="HouseholdPage.Next"/> of the page before.</param>
    public async Task<HouseholdPage> Page(HouseholdFilter filter, string? after, CancellationToken ct)
    {
        var households = filter.Apply(db.Households.AsNoTracking());
        string[] place = after?.Split(Between) is [var one, var other, var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? [one, other, number] : [];
        var id = place.Length == 0 ? 0 : long.Parse(place[2], CultureInfo.InvariantCulture);
        var (key, second) = place.Length == 0 ? ("", "") : (place[0], place[1]);
        var ordered = filter switch
        {
            { NameKey.Length: > 0 } => (place.Length == 0 ? households : households.Where(h => string.Compare(h.NameKey, key) >= 0 && (h.NameKey != key || h.Id > id))).OrderBy(h => h.NameKey).ThenBy(h => h.Id),
            { StreetKey.Length: > 0 } => (place.Length == 0 ? households : households.Where(h => string.Compare(h.StreetKey, key) >= 0 && (h.StreetKey != key || h.Id > id))).OrderBy(h => h.StreetKey).ThenBy(h => h.Id),
            _ when IsBySize(filter) => BySize(households, key, place.Length == 0 ? null : id),
            _ => (place.Length == 0 ? households : households.Where(h => string.Compare(h.CityKey, key) >= 0 && (h.CityKey != key || (string.Compare(h.StreetKey, second) >= 0 && (h.StreetKey != second || h.Id > id)))))
                .OrderBy(h => h.CityKey).ThenBy(h => h.StreetKey).ThenBy(h => h.Id),
        };
        var found = await ordered.Take(PageSize + 1).ToListAsync(ct);
        return new([.. found.Take(PageSize)], found.Count > PageSize ? Cursor(filter, found[PageSize - 1]) : null);
    }

    private static bool IsBySize(HouseholdFilter filter) => filter.Size > 1 && string.IsNullOrWhiteSpace(filter.City);

    private static IOrderedQueryable<Household> BySize(IQueryable<Household> households, string key, long? after)
    {
        if (after is { } id && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) households = households.Where(h => h.MemberCount <= size && (h.MemberCount != size || h.Id < id));
        return households.OrderByDescending(h => h.MemberCount).ThenByDescending(h => h.Id);
    }

    // Keys are folded: no sign between them can be in one.
    private static string Cursor(HouseholdFilter filter, Household last) => filter switch
    {
        { NameKey.Length: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{last.NameKey}{Between}{Between}{last.Id}"),
        { StreetKey.Length: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{last.StreetKey}{Between}{Between}{last.Id}"),
        _ when IsBySize(filter) => string.Create(CultureInfo.InvariantCulture, $"{last.MemberCount}{Between}{Between}{last.Id}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{last.CityKey}{Between}{last.StreetKey}{Between}{last.Id}"),
    };
}
