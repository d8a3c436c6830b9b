using System.Globalization;
using Preau.People.Listing;
using Preau.Shared;

namespace Preau.Households;

/// <summary>Which households a list or a file shows; read from the address.</summary>
public sealed class HouseholdFilter
{
    public string? Name { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }

    /// <summary>At least so many people.</summary>
    public int? Size { get; set; }

    public bool IsEmpty => Key(Name).Length == 0 && StreetKey.Length == 0 && Key(City).Length == 0 && Size is null or < 2;

    public string NameKey => Key(Name);
    public string StreetKey => AddressKey.StreetAsked(Street ?? "");

    public IQueryable<Household> Apply(IQueryable<Household> households)
    {
        households = households.Where(h => h.MemberCount > 0);
        if (NameKey is { Length: > 0 } name && name + PersonSearch.End is var nameEnd) households = households.Where(h => string.Compare(h.NameKey, name) >= 0 && string.Compare(h.NameKey, nameEnd) < 0);
        if (StreetKey is { Length: > 0 } street && street + PersonSearch.End is var streetEnd) households = households.Where(h => string.Compare(h.StreetKey, street) >= 0 && string.Compare(h.StreetKey, streetEnd) < 0);
        if (Key(City) is { Length: > 0 } city && city + PersonSearch.End is var cityEnd) households = households.Where(h => string.Compare(h.CityKey, city) >= 0 && string.Compare(h.CityKey, cityEnd) < 0);
        if (Size is > 1 and var size) households = households.Where(h => h.MemberCount >= size);
        return households;
    }

    /// <summary>The filter that the end of an address says; what it cannot read is left out.</summary>
    public static HouseholdFilter Read(string query)
    {
        var values = new QueryValues(query);
        return new() { Name = values.Text("name"), Street = values.Text("street"), City = values.Text("city"), Size = values.Number("size") is { } size ? (int)Math.Min(size, 1000) : null };
    }

    public string Query(params (string Name, string? Value)[] more) =>
        QueryText.After("", [("name", Name), ("street", Street), ("city", City), ("size", Size?.ToString(CultureInfo.InvariantCulture)), .. more]);

    private static string Key(string? text) => Shared.NameKey.Of(text);
}
