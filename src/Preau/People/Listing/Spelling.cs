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
    /// «herouville» is also «d herouville», «legoff» «le goff», «nguyen» «n guyen», and «le goff» «legoff».
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

        for (var i = 1; i < words.Count; i++)
        {
            if (Particles.Contains(words[i - 1], StringComparer.Ordinal)) yield return new(words[i - 1] + words[i], [.. words.Where((_, j) => j != i && j != i - 1)]);
        }
    }
}
