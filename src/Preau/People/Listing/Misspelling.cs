namespace Preau.People.Listing;

/// <summary>What somebody may have meant who mistyped a word of a name: one letter too many, one too few, another one, or two the wrong way round (Damerau 1964: four of five slips of the finger are one of these).</summary>
public static class Misspelling
{
    /// <summary>Shorter words are near too many others.</summary>
    public const int Shortest = 4;

    /// <summary>Longer words are no names that somebody mistyped, and there would be thousands of others.</summary>
    public const int Longest = 40;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <param name="word">A word of a <see cref="Shared.NameKey"/>.</param>
    /// <returns>Every word that is one slip away, each once, the likelier slips first; not the word itself. About fifty times its length; none where it is too short or too long to guess at.</returns>
    public static IReadOnlyList<string> Near(string word)
    {
        if (word.Length is < Shortest or > Longest) return [];
        var places = Enumerable.Range(0, word.Length).ToList();
        var swapped = places.Skip(1).Select(i => word[..(i - 1)] + word[i] + word[i - 1] + word[(i + 1)..]);
        var doubled = places.Select(i => word[..i] + word[i] + word[i..]);
        var shorter = places.Select(i => word.Remove(i, 1));
        var replaced = places.SelectMany(_ => Letters, (i, letter) => word[..i] + letter + word[(i + 1)..]);
        var longer = places.Append(word.Length).SelectMany(_ => Letters, (i, letter) => word.Insert(i, letter.ToString()));
        return [.. swapped.Concat(doubled).Concat(shorter).Concat(replaced).Concat(longer).Where(w => w != word).Distinct(StringComparer.Ordinal)];
    }
}
