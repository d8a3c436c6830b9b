using Preau.Law.Yaml;

namespace Preau.Law.Rules;

public enum TextPlace
{
    GiftPage,
    GiftMessage,
}

/// <summary>A paragraph that must be shown. A quotation of the law keeps its own language, whoever reads it.</summary>
public sealed record LegalParagraph(string RuleId, Sentence Text, string? QuoteLanguage);

/// <summary>Text that every appeal must carry. It cannot be made, so the appeal cannot be made, while what it names is blank.</summary>
public sealed record RequiredText(
    RuleHeader Header, IReadOnlyList<TextPlace> Places, IReadOnlyList<RequiredField> Needs, IReadOnlyList<RequiredParagraph> Paragraphs)
    : Rule(Header), ICollectionRule, IPublishRule
{
    public Outcome Judge(CollectorFacts collector, ElectionFacts? election, DateTimeOffset at) => Breach(Needs.Any(f => RequiredFields.IsMissing(f, collector)));

    public Outcome Judge(PublishFacts facts) => Breach(
        facts.Publication == Publication.GiftPage && Places.Contains(TextPlace.GiftPage)
        && Needs.Any(f => RequiredFields.IsMissing(f, facts.Collector ?? new CollectorFacts())));

    public IEnumerable<LegalParagraph> For(CollectorFacts collector)
    {
        var values = new Dictionary<string, Func<System.Globalization.CultureInfo, string>>(StringComparer.Ordinal)
        {
            ["beneficiary"] = _ => collector.Beneficiary ?? "",
            ["collector"] = _ => collector.Name ?? "",
            ["declared_on"] = culture => collector.DeclaredOn?.ToString("d MMMM yyyy", culture) ?? "",
        };
        return Paragraphs
            .Where(p => p.If is null || p.If == collector.Kind)
            .Select(p => new LegalParagraph(Id, p.Text.Fill(values), p.QuoteLanguage));
    }

    internal static RequiredText Read(RuleHeader header, YamlMap map) => new(
        header,
        map.Words<TextPlace>("places"),
        map.Words<RequiredField>("needs"),
        [.. map.Maps("paragraphs").Select(RequiredParagraph.Read)]);
}

public sealed record RequiredParagraph(CollectorKind? If, Sentence Text, string? QuoteLanguage)
{
    internal static RequiredParagraph Read(YamlMap map)
    {
        var onlyFor = map.OptionalWord<CollectorKind>("if");
        var quoted = map.OptionalText("quote");
        var paragraph = quoted is not null
            ? new RequiredParagraph(onlyFor, new Sentence(quoted.Trim(), quoted.Trim()), map.Text("language"))
            : new RequiredParagraph(onlyFor, new Sentence(map.Text("en").Trim(), map.Text("fr").Trim()), null);
        map.Done();
        return paragraph;
    }
}
