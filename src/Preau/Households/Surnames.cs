namespace Preau.Households;

/// <summary>Which surnames of one address are of one family: those that share a word, so that «Dupont», «Martin» and «Dupont-Martin» are.</summary>
internal static class Surnames
{
    private const int MostNamed = 3;

    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal) { "de", "du", "des", "le", "la", "les", "da", "do", "dos", "di", "del", "der", "den", "van", "von", "ben", "bin", "el", "al", "st", "saint" };

    /// <returns>The families, each with its surnames as they were given.</returns>
    public static List<HashSet<string>> Families(IEnumerable<string> surnames)
    {
        var families = new List<(HashSet<string> Names, HashSet<string> Words)>();
        foreach (var surname in surnames.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var words = Telling(surname);
            var related = families.FindAll(f => f.Words.Overlaps(words));
            var all = (Names: new HashSet<string>(StringComparer.Ordinal) { surname }, Words: words);
            foreach (var family in related)
            {
                all.Names.UnionWith(family.Names);
                all.Words.UnionWith(family.Words);
                families.Remove(family);
            }

            families.Add(all);
        }

        return [.. families.Select(f => f.Names).OrderBy(n => n.Min(StringComparer.Ordinal), StringComparer.Ordinal)];
    }

    /// <summary>A household as it is called by them.</summary>
    public static string Together(IEnumerable<string> surnames)
    {
        var names = surnames.Select(n => n.Trim()).Where(n => n.Length > 0).ToList();
        return string.Join(" – ", names.Take(MostNamed)) + (names.Count > MostNamed ? " …" : "");
    }

    // «De La Tour» and «De La Roche» have nothing in common; «Ly» has no longer word.
    private static HashSet<string> Telling(string surname)
    {
        var words = surname.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 2 && !Particles.Contains(w)).ToHashSet(StringComparer.Ordinal);
        return words.Count > 0 ? words : [surname];
    }
}
