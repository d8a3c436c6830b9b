using Preau.Shared;

namespace Preau.Mail.Measuring;

/// <summary>One text of a mail.</summary>
/// <param name="Place">Of the version; nought is the first.</param>
/// <param name="Language">In which other language it is; null in the mail's own.</param>
/// <param name="Written">The mail in these words.</param>
public sealed record BlastText(int Place, string? Language, Blast Written);

/// <summary>All that is written of a mail: its versions in its own language, the mail itself first, and behind them what there is of each in other languages.</summary>
public sealed class BlastTexts(Blast blast, IEnumerable<BlastVersion> others)
{
    private readonly IReadOnlyList<BlastText> all =
    [
        new(0, null, blast), .. others.OrderBy(v => v.IsTranslation).ThenBy(v => v.Language, StringComparer.Ordinal).ThenBy(v => v.Place).Select(v => new BlastText(v.Place, v.IsTranslation ? v.Language : null, blast.As(v))),
    ];

    /// <summary>In their order. What is compiled of each, and the number of a preview, go by it.</summary>
    public IReadOnlyList<Blast> Written => [.. all.Select(t => t.Written)];

    /// <summary>The mail itself and those that are drawn by lot beside it.</summary>
    public IReadOnlyList<Blast> Versions => [.. all.Where(t => t.Language is null).Select(t => t.Written)];

    /// <summary>Those that any version is written in beside the mail's own.</summary>
    public IReadOnlyList<string> Languages => [.. all.Select(t => t.Language).OfType<string>().Distinct(StringComparer.Ordinal)];

    public bool IsByLanguage => all.Any(t => t.Language is not null);

    /// <summary>Each version in each of the languages; null where it is not written.</summary>
    public IEnumerable<(int Place, string? Language, Blast? Written)> Grid =>
        from place in Enumerable.Range(0, Versions.Count)
        from language in Languages.Prepend(null)
        select (place, language, all.FirstOrDefault(t => t.Place == place && t.Language == language)?.Written);

    /// <summary>Which of them somebody gets: the version that the lot gave them, in their language where it is written in that. Its place decides first: what is compared are versions.</summary>
    /// <param name="place">Of the version.</param>
    /// <param name="language">Null is the mail's own.</param>
    /// <returns>The number of the text.</returns>
    public int Of(int place, string? language) => Find(place, language) ?? Find(place, null) ?? Find(0, language) ?? 0;

    /// <summary>How people speak of a text: «Version B», «French», or «Version B, French».</summary>
    public string Name(int number, Words words) => Name(all[number].Place, all[number].Language, words);

    /// <summary>The same of one that may not be written yet.</summary>
    public string Name(int place, string? language, Words words)
    {
        var (version, spoken) = (words["Version {0}", VersionsOf.Letter(place)], BlastWords.Language(language ?? blast.Language, words));
        return !IsByLanguage ? version : Versions.Count == 1 ? spoken : $"{version}, {spoken}";
    }

    private int? Find(int place, string? language) => all.Index().Where(t => t.Item.Place == place && t.Item.Language == language).Select(t => (int?)t.Index).FirstOrDefault();
}
