using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Preau.Imports.Choices;

namespace Preau.Imports.Templates;

/// <param name="Name">The column as files name it.</param>
/// <param name="Becomes">As <see cref="Targets"/> name it; empty is left out.</param>
/// <param name="OnlyWhereEmpty">Whether what is known stays.</param>
public sealed record TemplateColumn(string Name, string Becomes, bool OnlyWhereEmpty = false);

/// <summary>A template as it is stored, and as a small file that campaigns hand each other. A file from elsewhere is believed nothing.</summary>
/// <param name="Match">By what rows find people.</param>
public sealed record TemplateFile(string Format, string Name, IReadOnlyList<string> Match, IReadOnlyList<TemplateColumn> Columns)
{
    public const string Kind = "preau-import-template-1";
    public const int MaxBytes = 512 * 1024;
    public const int MaxName = 80;
    private const int MaxColumns = 1000;
    private const int MaxHeader = 500;
    private static readonly SearchValues<char> SlugLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, MaxDepth = 8, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    [JsonIgnore]
    public MatchKeys Keys => MatchKeyNames.Read(Match) ?? MatchKeys.Usual;

    public static TemplateFile Of(string name, Import import, IReadOnlyList<string> headers)
    {
        var (targets, yielding) = (import.Targets(), import.Yielding());
        return new(Kind, name, MatchKeyNames.Names(import.Keys), [.. headers.Select(h => new TemplateColumn(h, targets.GetValueOrDefault(h, Targets.Skip), yielding.Contains(h, StringComparer.Ordinal)))]);
    }

    public static TemplateFile Stored(ImportTemplate template) => JsonSerializer.Deserialize<TemplateFile>(template.Body, Json)! with { Name = template.Name };

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>A file of whoever; the refusal is a sentence to translate and what it speaks of.</summary>
    public static (TemplateFile? Template, string? Refusal, object? About) Read(byte[] json)
    {
        TemplateFile? read;
        try
        {
            read = JsonSerializer.Deserialize<TemplateFile>(json, Json);
        }
        catch (JsonException problem)
        {
            return (null, "This is not a template of Préau: line {0} cannot be read as one.", (problem.LineNumber ?? 0) + 1);
        }

        if (read is null || read.Format != Kind) return (null, "This is not a template of Préau, or one of a newer version.", null);
        var name = read.Name.Trim();
        if (name.Length is 0 or > MaxName || name.Any(char.IsControl)) return (null, "The template has no name, or one of more than 80 characters.", null);
        if (MatchKeyNames.Read(read.Match) is not { } keys || keys == MatchKeys.None) return (null, "The template says nothing that Préau knows of how rows find people.", null);
        if (read.Columns.Count is 0 or > MaxColumns) return (null, "The template names no columns, or more than a thousand.", null);
        var columns = new HashSet<string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in read.Columns)
        {
            if (column is null || column.Name.Length is 0 or > MaxHeader || column.Name.Any(char.IsControl) || !columns.Add(column.Name)) return (null, "A column of the template has no name, or one that is too long or there twice: “{0}”.", Brief(column?.Name));
            if (!IsTarget(column.Becomes)) return (null, "The template makes of a column what Préau does not know: “{0}”.", Brief(column.Becomes));
            if (Targets.IsOne(column.Becomes) && !taken.Add(column.Becomes == Targets.BornOnMonthFirst ? Targets.BornOn : column.Becomes)) return (null, "Two columns of the template become the same, and a person has only one: “{0}”.", Brief(column.Name));
        }

        return (read with { Name = name }, null, null);
    }

    private static bool IsTarget(string target) => target is Targets.Skip or Targets.NewField || Targets.All.Contains(target, StringComparer.Ordinal)
        || (target.StartsWith(Targets.FieldPrefix, StringComparison.Ordinal) && target.Length is > 6 and < 100 && target.AsSpan(6).IndexOfAnyExcept(SlugLetters) < 0);

    private static string Brief(string? text) => text is null ? "" : text.Length <= 80 ? text : text[..80] + "…";
}
