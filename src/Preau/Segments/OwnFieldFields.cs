using System.Globalization;
using Preau.People;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>What the campaign's own fields can be asked, for whoever may see them. Each question is a range of the index of the field's kind.</summary>
public sealed class OwnFieldFields(OwnFields own) : ISegmentFields
{
    private const int MostChosen = 200;

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct) => [.. (await own.Seen(ct)).Select(Of)];

    private static SegmentField Of(CustomField field)
    {
        var choices = FieldChoice.Of(field);
        return new SegmentField
        {
            Name = "field:" + field.Slug, Label = field.Name, Family = field.GroupName.Length > 0 ? field.GroupName : "Own fields",
            Choices = [.. choices.Select(c => new SegmentChoice(c.Code, c.Name))],
            Operators = [.. Operators(field.Kind), new("known", "is known", "have an answer there", ValueKind.Text, 0, 0), new("unknown", "is not known", "have no answer there", ValueKind.Text, 0, 0)],
            Sql = (c, parts) =>
            {
                var rows = $"select f.person_id from custom_value f where f.nation_id = @nation_id and f.custom_field_id = {parts.Value(field.Id)} and {Condition(field, choices, c, parts)}";
                return $"p.id {(c.Operator is "unknown" or "none" ? "not in" : "in")} ({rows})";
            },
        };
    }

    // The column is named as known, so that the index of those who have a value serves.
    private static string Condition(CustomField field, IReadOnlyList<FieldChoice> choices, SegmentCondition c, SqlParts parts) => c.Operator switch
    {
        "known" or "unknown" => $"f.{Column(field.Kind)} is not null",
        "yes" => "f.boolean_value = true",
        "no" => "f.boolean_value = false",
        "contains" when field.Kind == FieldKind.LongText => $"f.long_key is not null and f.long_key like {Containing(c, parts)} escape '!'",
        "contains" => $"(f.text_key like {Containing(c, parts)} escape '!' or f.long_key like {Containing(c, parts)} escape '!') and f.text_key is not null",
        "is" when field.Kind == FieldKind.Choice => $"f.text_key in ({parts.Values(Chosen(choices, c).SelectMany(o => o.Keys))})",
        "is" when field.Kind == FieldKind.Person => $"f.linked_person_id = {parts.Value(long.Parse(c.Values[0], CultureInfo.InvariantCulture))}",
        "is" => $"f.text_key in ({parts.Values(c.Values.Select(v => NameKey.Of(v)))})",
        "any" or "none" => $"f.whole_value is not null and (f.whole_value & {parts.Value(Bits(choices, c))}) <> 0",
        "all" => $"f.whole_value is not null and (f.whole_value & {parts.Value(Bits(choices, c))}) = {parts.Value(Bits(choices, c))}",
        "at_least" when field.Kind == FieldKind.Money => $"f.whole_value >= {parts.Value(Cents(field, c))}",
        "at_most" when field.Kind == FieldKind.Money => $"f.whole_value <= {parts.Value(Cents(field, c))}",
        "at_least" => $"f.number_value >= {parts.Value(Double(c))}",
        "at_most" => $"f.number_value <= {parts.Value(Double(c))}",
        "before" => $"f.date_value < {parts.Value(Day(c))}",
        "from" => $"f.date_value >= {parts.Value(Day(c))}",
        _ => throw new ArgumentException($"No operator {c.Operator}.", nameof(c)),
    };

    private static SegmentOperator[] Operators(FieldKind kind) => kind switch
    {
        FieldKind.Text => [new("is", "is one of", "have {0} there", ValueKind.Text, Most: MostChosen), new("contains", "contains", "have “{0}” in it", ValueKind.Text)],
        FieldKind.LongText => [new("contains", "contains", "have “{0}” in it", ValueKind.Text)],
        FieldKind.Choice => [new("is", "is one of", "have {0} there", ValueKind.Choice, Most: MostChosen)],
        FieldKind.Several =>
        [
            new("any", "has one of", "have {0} there", ValueKind.Choice, Most: MostChosen),
            new("all", "has all of", "have all of {0} there", ValueKind.Choice, Most: MostChosen),
            new("none", "has none of", "have none of {0} there", ValueKind.Choice, Most: MostChosen),
        ],
        FieldKind.Number => [new("at_least", "is at least", "have at least {0}", ValueKind.Number), new("at_most", "is at most", "have at most {0}", ValueKind.Number)],
        FieldKind.Money => [new("at_least", "is at least", "have at least {0}", ValueKind.Money), new("at_most", "is at most", "have at most {0}", ValueKind.Money)],
        FieldKind.Date => [new("before", "before", "have a day before {0}", ValueKind.Date), new("from", "on or after", "have {0} or a later day", ValueKind.Date)],
        FieldKind.Boolean => [new("yes", "is yes", "have yes", ValueKind.Text, 0, 0), new("no", "is no", "have no", ValueKind.Text, 0, 0)],
        FieldKind.Person => [new("is", "is the person number", "have person number {0} there", ValueKind.Whole)],
    };

    private static string Column(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.Choice => "text_key",
        FieldKind.LongText => "long_key",
        FieldKind.Number => "number_value",
        FieldKind.Money or FieldKind.Several => "whole_value",
        FieldKind.Date => "date_value",
        FieldKind.Boolean => "boolean_value",
        FieldKind.Person => "linked_person_id",
    };

    private static string Containing(SegmentCondition condition, SqlParts parts) => parts.Value("%" + PersonFields.Like(NameKey.Of(condition.Values[0])) + "%");

    private static IEnumerable<FieldChoice> Chosen(IReadOnlyList<FieldChoice> choices, SegmentCondition condition) => choices.Where(c => condition.Values.Contains(c.Code, StringComparer.Ordinal));

    private static long Bits(IReadOnlyList<FieldChoice> choices, SegmentCondition condition) => Chosen(choices, condition).Aggregate(0L, (bits, c) => bits | c.Bit);

    private static long Cents(CustomField field, SegmentCondition condition) => (long)(decimal.Parse(condition.Values[0], CultureInfo.InvariantCulture) * (Money.Decimals(field.Currency) == 0 ? 1 : 100));

    private static double Double(SegmentCondition condition) => double.Parse(condition.Values[0], CultureInfo.InvariantCulture);

    private static DateOnly Day(SegmentCondition condition) => DateOnly.ParseExact(condition.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
