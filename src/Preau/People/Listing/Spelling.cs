namespace Preau.People.Listing;

/// <summary>Another way to write the last name that somebody typed.</summary>
/// <param name="Text">How its key may begin.</param>
/// <param name="Rest">The words that this leaves over.</param>
public sealed record Spelling(string Text, string[] Rest)
{
    private const int Shortest = 3;

    // What stands before last names and is left out, run together or written apart as it comes: French, Dutch and Flemish, German, Irish, Scottish, Italian, Spanish and Portuguese.
    private static readonly string[] Particles =
    [
        "d", "de", "du", "des", "de la", "de l", "l", "le", "la", "les", "van", "van de", "van den", "van der", "vander", "van t", "von", "von der", "zu", "ter", "ten", "mac", "mc", "o", "di", "da", "dal", "del", "della", "dos", "el", "ben", "n",
    ];

    /// <summary>
    /// «herouville» is also «d herouville», «legoff» «le goff», «nguyen» «n guyen», and «le goff» «legoff» and «goff».
    /// </summary>
    /// <param name="words">Of a <see cref="Shared.NameKey"/>.</param>
    public static IEnumerable<Spelling> Of(IReadOnlyList<string> words)
    {
        // Who types more has typed the particle too.
        foreach (var word in words.Count <= 3 ? words : [])
        {
            string[] rest = [.. words.Where(w => w != word)];
            if (word.Length < Shortest) continue;
            foreach (var particle in Particles) yield return new($"{particle} {word}", rest);
            foreach (var particle in Particles)
            {
                var together = particle.Replace(" ", "", StringComparison.Ordinal);
                if (word.Length >= together.Length + Shortest && word.StartsWith(together, StringComparison.Ordinal)) yield return new($"{particle} {word[together.Length..]}", rest);
            }
        }

        // Where one was typed: run together with the name, or left out, and then the name whole. A single letter is left in, since it may be how a first name begins.
        for (var from = 0; from < words.Count; from++)
        {
            for (var to = from + 1; to < words.Count; to++)
            {
                if (!Particles.Contains(string.Join(' ', words.Skip(from).Take(to - from)), StringComparer.Ordinal)) continue;
                string[] rest = [.. words.Where((_, j) => j < from || j > to)];
                yield return new(string.Concat(words.Skip(from).Take(to - from + 1)), rest);
                if (to - from > 1 || words[from].Length > 1) yield return new(words[to] + " ", rest);
            }
        }
    }
}
