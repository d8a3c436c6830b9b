using System.Globalization;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>A segment as a sentence: «People who live in Lyon and (carry the tag volunteer or gave at least €50)».</summary>
public sealed class SegmentSentence(SegmentFields fields, CurrentNation nation, Words words)
{
    public async Task<string> Of(SegmentNode tree, string language, CancellationToken ct)
    {
        var said = words.In(language);
        var culture = CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");
        return tree is SegmentGroup { Parts.Count: 0 } ? said["Everybody"] : said["People who {0}", Print(tree, await fields.Catalogue(ct), said, culture, isInner: false)];
    }

    private string Print(SegmentNode node, SegmentCatalogue catalogue, Words said, CultureInfo culture, bool isInner) => node switch
    {
        SegmentCondition condition => Print(condition, catalogue, said, culture),
        SegmentGroup { Parts.Count: 0 } => said["are anybody"],
        SegmentGroup group => Print(group, catalogue, said, culture, isInner),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Print(SegmentGroup group, SegmentCatalogue catalogue, Words said, CultureInfo culture, bool isInner)
    {
        var parts = group.Parts.Select(p => Print(p, catalogue, said, culture, isInner: true)).ToList();
        var text = string.Join(group.Joining == Joining.All ? said[" and "] : said[" or "], parts);
        if (group.Joining == Joining.None) return said["are not among those who {0}", parts.Count > 1 ? $"({text})" : text];
        return isInner && parts.Count > 1 ? $"({text})" : text;
    }

    private string Print(SegmentCondition condition, SegmentCatalogue catalogue, Words said, CultureInfo culture)
    {
        // A field that went away since the segment was saved.
        if (catalogue.Find(condition.Field) is not { } field || field.Operators.FirstOrDefault(o => o.Name == condition.Operator) is not { } asked) return said["are asked about something that no longer exists ({0})", condition.Field];
        var values = string.Join(said[" or "], condition.Values.Select(v => Value(v, asked.Kind, field, culture)));
        var sentence = said[asked.Sentence, values];
        return field.Name.StartsWith("field:", StringComparison.Ordinal) ? said["for “{0}” {1}", field.Label, sentence] : sentence;
    }

    private string Value(string value, ValueKind kind, SegmentField field, CultureInfo culture) => kind switch
    {
        ValueKind.Choice => field.Choices.FirstOrDefault(c => c.Value == value) is { } choice ? choice.InSentence ?? choice.Label : value,
        ValueKind.Date when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("d MMM yyyy", culture),
        ValueKind.Money when decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) => new Money((long)(amount * 100), nation.Facts.Currency).Brief(culture),
        ValueKind.Number when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("G", culture),
        _ => value,
    };
}
