using System.Text.Json;
using System.Text.RegularExpressions;
using Preau.Shared;

namespace Preau.Tests.Shared;

/// <summary>Every sentence that the program says exists in both languages, and none is left over.</summary>
public sealed partial class WordsTests
{
    private static readonly string Source = SourceFolder();
    private static readonly Dictionary<string, string> Texts = Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
        .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal) || f.EndsWith(".liquid", StringComparison.Ordinal)) && !f.Contains("node_modules", StringComparison.Ordinal))
        .ToDictionary(f => Path.GetRelativePath(Source, f), f => Documentation().Replace(File.ReadAllText(f), ""));

    [Fact]
    public void Every_sentence_has_its_french()
    {
        var missing = Texts.SelectMany(t => Said(t.Value).Select(s => (File: t.Key, Sentence: s)))
            .Where(s => !Words.InFrench.ContainsKey(s.Sentence)).Select(s => $"{s.File}: {s.Sentence}").Distinct(StringComparer.Ordinal).ToList();

        Assert.True(missing.Count == 0, "No French for:\n" + string.Join('\n', missing));
    }

    [Fact]
    public void No_french_is_left_over()
    {
        // The library of templates speaks, too, and the program that shows its faults has the French.
        var all = string.Concat(Texts.Values) + string.Concat(Directory.EnumerateFiles(Path.Combine(Source, "..", "Preau.Liquid"), "*.cs").Select(File.ReadAllText));
        var dead = Words.InFrench.Keys.Where(k => !all.Contains($"\"{Escape(k)}\"", StringComparison.Ordinal)).ToList();

        Assert.True(dead.Count == 0, "Nobody says:\n" + string.Join('\n', dead));
    }

    [Fact]
    public void Both_languages_have_the_same_places_for_values()
    {
        var differing = Words.InFrench.Where(p => !Places().Matches(p.Key).Select(m => m.Value).ToHashSet(StringComparer.Ordinal).SetEquals(Places().Matches(p.Value).Select(m => m.Value))).Select(p => p.Key);

        Assert.Empty(differing);
    }

    [Fact]
    public void No_sentence_is_translated_twice()
    {
        var twice = Directory.EnumerateFiles(Source, "fr.json", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement.EnumerateObject().Select(p => (File: Path.GetRelativePath(Source, f), p.Name)))
            .GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(p => p.File))}");

        Assert.Empty(twice);
    }

    [Fact]
    public void French_says_courriel_and_adresse_electronique() => Assert.DoesNotContain(Words.InFrench.Values, v => MailWords().IsMatch(v));

    private static IEnumerable<string> Said(string text) =>
        Lookups().Matches(text).Select(m => m.Groups[1].Value)
            .Concat(Counts().Matches(text).SelectMany(m => new[] { m.Groups[1].Value, m.Groups[2].Value }))
            .Concat(Attributes().Matches(text).Select(m => m.Groups[1].Value))
            .Concat(Navigation().Matches(text).Select(m => m.Groups[1].Value))
            .Concat(Filters().Matches(text).Select(m => m.Groups[1].Value))
            .Select(Unescape);

    private static string Unescape(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Preau.slnx"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Tests run inside the checkout."), "src", "Preau");
    }

    [GeneratedRegex(@"\be?-?mails?\b|adresses? (?:de )?courriel", RegexOptions.IgnoreCase)]
    private static partial Regex MailWords();

    [GeneratedRegex("""(?:\bL|[Ww]ords|\))\["((?:[^"\\]|\\.)+)"[\],]""")]
    private static partial Regex Lookups();

    [GeneratedRegex("""\.Count\([^"]*"((?:[^"\\]|\\.)+)",\s*"((?:[^"\\]|\\.)+)"[,)]""")]
    private static partial Regex Counts();

    [GeneratedRegex("""(?:Display\(Name|ErrorMessage)\s*=\s*"((?:[^"\\]|\\.)+)["]""")]
    private static partial Regex Attributes();

    [GeneratedRegex("""AddNav\(\d+,\s*"((?:[^"\\]|\\.)+)["]""")]
    private static partial Regex Navigation();

    // In templates: {{ "First name" | t }}
    [GeneratedRegex("""\{\{-?\s*"((?:[^"\\]|\\.)+)"\s*\|\s*t\b""")]
    private static partial Regex Filters();

    [GeneratedRegex("""^\s*///.*$""", RegexOptions.Multiline)]
    private static partial Regex Documentation();

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Places();
}
