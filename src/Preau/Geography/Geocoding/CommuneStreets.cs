using System.Numerics;

namespace Preau.Geography;

/// <summary>The streets of one commune, found by their names as people write them.</summary>
internal sealed class CommuneStreets(IReadOnlyList<BookStreet> streets)
{
    /// <param name="IsOneOfSeveral">Whether other streets of that name could be meant as well.</param>
    internal readonly record struct Found(BookStreet? Street, double Likeness, bool IsOneOfSeveral);

    // Different letters that a slip can bring in or take away; beyond that, names are not looked at letter by letter.
    private const int LettersASlip = 2;

    private readonly ILookup<string, BookStreet> byKey = streets.ToLookup(s => s.Key.Key, StringComparer.Ordinal);
    private readonly ILookup<string, BookStreet> byRest = streets.ToLookup(s => s.Key.Rest, StringComparer.Ordinal);
    private readonly Dictionary<string, (BookStreet? Street, double Likeness)> guessed = new(StringComparer.Ordinal);

    public Found Find(HouseOnStreet reading, AddressLine where)
    {
        var asked = reading.Street;
        if (asked.Key.Length == 0) return default;
        if (byKey.Contains(asked.Key)) return Nearest(byKey[asked.Key], 1, reading, where);
        var alike = byRest[asked.Rest].ToList();
        if (alike.FindAll(s => s.Key.Kind == asked.Kind) is { Count: > 0 } bare) return Nearest(bare, 0.98, reading, where);
        // «Pasteur» alone, or «avenue» for «rue»: only where no other street could be meant.
        if (alike.DistinctBy(s => s.Key.Key, StringComparer.Ordinal).Count() == 1) return Nearest(alike, asked.Kind.Length == 0 ? 0.93 : 0.86, reading, where);
        if (!guessed.TryGetValue(asked.Key, out var guess)) guessed[asked.Key] = guess = Guess(asked);
        return guess.Street is null ? default : Nearest(byKey[guess.Street.Key.Key], guess.Likeness, reading, where);
    }

    // Of several of one name the one of the postcode, then the one of the part of the commune, then the only one that has the house.
    private static Found Nearest(IEnumerable<BookStreet> same, double likeness, HouseOnStreet reading, AddressLine where)
    {
        var all = same.ToList();
        if (all.Count > 1 && all.FindAll(s => s.Postcode == where.Postcode) is { Count: > 0 } coded) all = coded;
        var city = Geocoder.CityKey(where.City);
        if (all.Count > 1 && all.FindAll(s => s.Former.Name.Length > 0 && (s.Former.Key == city || s.Former.Code == where.CityCode)) is { Count: > 0 } part) all = part;
        if (all.Select(s => s.Former).Distinct().Count() < 2) return new(all[0], likeness, false);
        return reading.Number is { } number && all.FindAll(s => s.Find(number, reading.Suffix) is { IsNear: false }) is [var only] ? new(only, likeness * 0.9, false) : new(all[0], likeness * 0.7, true);
    }

    private (BookStreet? Street, double Likeness) Guess(StreetKey asked)
    {
        var most = Likeness.Allowed(asked.Rest.Length);
        var (letters, figures) = (Likeness.Letters(asked.Rest), asked.Figures);
        (BookStreet? Street, double Likeness) best = (null, 0);
        foreach (var street in streets)
        {
            if (BitOperations.PopCount(letters ^ street.Letters) > most * LettersASlip || street.Figures != figures) continue;
            var slips = Likeness.Slips(asked.Rest, street.Key.Rest, most);
            if (slips > most) continue;
            var likeness = (1 - (double)slips / Math.Max(asked.Rest.Length, 1)) * (street.Key.Kind == asked.Kind ? 1 : 0.9);
            if (likeness > best.Likeness) best = (street, likeness);
        }

        return best.Street is not null ? best : Longer(asked);
    }

    // «rue pasteur batiment b», «rue du general de gaulle appt 4»: the whole name of a street stands in it.
    private (BookStreet? Street, double Likeness) Longer(StreetKey asked)
    {
        BookStreet? best = null;
        var text = $" {asked.Rest} ";
        foreach (var street in streets)
        {
            if (street.Key.Rest.Length < 4 || (street.Key.Kind != asked.Kind && asked.Kind.Length > 0)) continue;
            if (text.StartsWith($" {street.Key.Rest} ", StringComparison.Ordinal) && (best is null || street.Key.Rest.Length > best.Key.Rest.Length)) best = street;
        }

        return (best, best is null ? 0 : 0.88);
    }
}
