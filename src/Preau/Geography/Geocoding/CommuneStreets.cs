using System.Numerics;

namespace Preau.Geography;

/// <summary>The streets of one commune, found by their names as people write them.</summary>
internal sealed class CommuneStreets(IReadOnlyList<BookStreet> streets)
{
    // Different letters that a slip can bring in or take away; beyond that, names are not looked at letter by letter.
    private const int LettersASlip = 2;

    private readonly ILookup<string, BookStreet> byKey = streets.ToLookup(s => s.Key.Key, StringComparer.Ordinal);
    private readonly ILookup<string, BookStreet> byRest = streets.ToLookup(s => s.Key.Rest, StringComparer.Ordinal);
    private readonly Dictionary<string, (BookStreet? Street, double Likeness)> guessed = new(StringComparer.Ordinal);

    public (BookStreet? Street, double Likeness) Find(StreetKey asked, string postcode)
    {
        if (asked.Key.Length == 0) return (null, 0);
        if (Nearest(byKey[asked.Key], postcode) is { } same) return (same, 1);
        var alike = byRest[asked.Rest];
        if (Nearest(alike.Where(s => s.Key.Kind == asked.Kind), postcode) is { } bare) return (bare, 0.98);
        // «Pasteur» alone, or «avenue» for «rue»: only where no other street could be meant.
        if (alike.DistinctBy(s => s.Key.Key, StringComparer.Ordinal).Count() == 1) return (Nearest(alike, postcode), asked.Kind.Length == 0 ? 0.93 : 0.86);
        if (guessed.TryGetValue(asked.Key, out var known)) return known;
        return guessed[asked.Key] = Guess(asked);
    }

    private static BookStreet? Nearest(IEnumerable<BookStreet> same, string postcode)
    {
        BookStreet? first = null;
        foreach (var street in same)
        {
            if (street.Postcode == postcode) return street;
            first ??= street;
        }

        return first;
    }

    private (BookStreet? Street, double Likeness) Guess(StreetKey asked)
    {
        var most = Likeness.Allowed(asked.Rest.Length);
        var letters = Likeness.Letters(asked.Rest);
        (BookStreet? Street, double Likeness) best = (null, 0);
        foreach (var street in streets)
        {
            if (BitOperations.PopCount(letters ^ street.Letters) > most * LettersASlip) continue;
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
