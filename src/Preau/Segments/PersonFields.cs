using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>What the record of a person can be asked: name, place, age, tags, support, consent, where and when they came.</summary>
public sealed class PersonFields(Database db, PersonWords said, SourceWords sources, Words words) : ISegmentFields
{
    private const int MostChosen = 200;

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var tags = await db.Tags.AsNoTracking().OrderBy(t => t.NameKey).Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        return
        [
            Name(), City(), Postcode(), Age(), Tag([.. tags.Select(t => new SegmentChoice(Number(t.Id), t.Name))]), Support(), Priority(), Consent(), Created(), Source(), Contact(), Reachable(), Language(),
        ];
    }

    private static SegmentField Name() => new()
    {
        Name = "name", Label = "Name", Family = "Person",
        Operators = [new("starts_with", "begins with", "have a name that begins with “{0}”", ValueKind.Text)],
        // Each word begins a word of the name, in either order: «marie dup» and «dupont marie» find the same.
        Sql = (c, parts) => NameKey.Words(c.Values[0]) is { Length: > 0 } asked
            ? string.Join(" and ", asked.Take(6).Select(w => $"' ' || p.name_key like {parts.Value("% " + Like(w) + "%")} escape '!'"))
            : "1 = 0",
    };

    private static SegmentField City() => new()
    {
        Name = "city", Label = "Town", Family = "Place",
        Operators = [new("is", "is one of", "live in {0}", ValueKind.Text, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in (select a.person_id from person_address a where a.nation_id = @nation_id and a.city_key in ({parts.Values(c.Values.Select(v => NameKey.Of(v)))}))",
    };

    private static SegmentField Postcode() => new()
    {
        Name = "postcode", Label = "Postcode", Family = "Place",
        Operators = [new("starts_with", "begins with", "have a postcode that begins with {0}", ValueKind.Text, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in (select a.person_id from person_address a where a.nation_id = @nation_id and ({string.Join(" or ", c.Values.Select(v => $"a.postcode like {parts.Value(Like(v.Trim().ToUpperInvariant()) + "%")} escape '!'"))}))",
    };

    private static SegmentField Age() => new()
    {
        Name = "age", Label = "Age", Family = "Person",
        Operators =
        [
            new("at_least", "is at least", "are at least {0} years old", ValueKind.Whole), new("at_most", "is at most", "are at most {0} years old", ValueKind.Whole),
        ],
        // Somebody is n years old from the nth birthday on: born on or before the same day n years ago, and after it n + 1 years ago.
        Sql = (c, parts) => c.Operator == "at_least"
            ? $"p.born_on is not null and p.born_on <= {parts.Value(parts.Today.AddYears(-Years(c)))}"
            : $"p.born_on is not null and p.born_on > {parts.Value(parts.Today.AddYears(-Years(c) - 1))}",
    };

    private static SegmentField Tag(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "tag", Label = "Tag", Family = "Person", Choices = choices,
        Operators = [new("has", "is one of", "carry the tag {0}", ValueKind.Choice, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in (select t.person_id from person_tag t where t.nation_id = @nation_id and t.tag_id in ({parts.Values(c.Values.Select(Id))}))",
    };

    private SegmentField Support() => new()
    {
        Name = "support_level", Label = "Support level", Family = "Person", Traits = FieldTraits.Opinion,
        Choices = [.. Enumerable.Range(1, 5).Select(level => new SegmentChoice(Number(level), said.Support(level), said.SupportInSentence(level)))],
        Operators = [new("is", "is one of", "have the support level {0}", ValueKind.Choice, Most: 5), new("unknown", "is not known", "have not said where they stand", ValueKind.Text, 0, 0)],
        Sql = (c, parts) => c.Operator == "unknown" ? "p.support_level is null" : $"p.support_level is not null and p.support_level in ({parts.Values(c.Values.Select(v => (int)Id(v)))})",
    };

    private SegmentField Priority() => new()
    {
        Name = "priority", Label = "Priority", Family = "Person", Choices = [.. Enumerable.Range(1, 5).Select(level => new SegmentChoice(Number(level), said.Priority(level)))],
        Operators = [new("is", "is one of", "have the priority {0}", ValueKind.Choice, Most: 5), new("unknown", "is not known", "have no priority", ValueKind.Text, 0, 0)],
        Sql = (c, parts) => c.Operator == "unknown" ? "p.priority is null" : $"p.priority is not null and p.priority in ({parts.Values(c.Values.Select(v => (int)Id(v)))})",
    };

    private SegmentField Consent() => new()
    {
        Name = "consent", Label = "Consent", Family = "Person",
        Choices = [.. Enum.GetValues<Purpose>().Select(p => new SegmentChoice(EnumText<Purpose>.Of(p), said.Of(p), said.InSentence(p)))],
        Operators = [new("given", "is given for", "agreed to {0}", ValueKind.Choice, Most: 6)],
        Sql = (c, parts) => $"p.id in (select s.person_id from consent_state s where s.nation_id = @nation_id and s.is_given = true and s.purpose in ({parts.Values(c.Values)}))",
    };

    private static SegmentField Created() => new()
    {
        Name = "created", Label = "Known since", Family = "Coming",
        Operators =
        [
            new("within_days", "within the last days", "became known within the last {0} days", ValueKind.Whole),
            new("before", "before", "became known before {0}", ValueKind.Date), new("from", "on or after", "became known on or after {0}", ValueKind.Date),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "within_days" => $"p.created_at >= {parts.Value(parts.Now.AddDays(-Years(c)))}",
            "before" => $"p.created_at < {parts.Value(parts.StartOf(Day(c)))}",
            _ => $"p.created_at >= {parts.Value(parts.StartOf(Day(c)))}",
        },
    };

    private SegmentField Source() => new()
    {
        Name = "source", Label = "Came by", Family = "Coming",
        Choices = [.. SourceWords.Kinds.Select(k => new SegmentChoice(k, sources.OfKind(k)))],
        Operators = [new("is", "is one of", "came by {0}", ValueKind.Choice, Most: 20), new("import", "is the import number", "came with import {0}", ValueKind.Whole)],
        Sql = (c, parts) => c.Operator == "import"
            ? $"p.source = {parts.Value("import:" + c.Values[0])}"
            : string.Join(" or ", c.Values.Select(v => $"p.source = {parts.Value(v)} or p.source like {parts.Value(Like(v) + ":%")} escape '!'")),
    };

    private static SegmentField Contact() => new()
    {
        Name = "contact", Label = "Contact", Family = "Coming",
        Operators = [new("is", "is a contact", "are contacts", ValueKind.Text, 0, 0), new("roll", "is known from the roll alone", "are known from the electoral roll alone", ValueKind.Text, 0, 0, FieldTraits.Roll)],
        Sql = (c, _) => c.Operator == "is" ? "p.is_roll_only = false" : "p.is_roll_only = true",
    };

    private static SegmentField Reachable() => new()
    {
        Name = "reachable", Label = "Can be reached", Family = "Person",
        Operators = [new("mail", "by mail", "have a mail address", ValueKind.Text, 0, 0), new("phone", "by telephone", "have a telephone number", ValueKind.Text, 0, 0)],
        Sql = (c, _) => $"p.id in (select w.person_id from {(c.Operator == "mail" ? "person_email" : "person_phone")} w where w.nation_id = @nation_id and w.is_bad = false)",
    };

    private SegmentField Language() => new()
    {
        Name = "language", Label = "Language", Family = "Person", Choices = [new("fr", words["French"]), new("en", words["English"])],
        Operators = [new("is", "is", "read {0}", ValueKind.Choice)],
        Sql = (c, parts) => $"p.language is not null and p.language = {parts.Value(c.Values[0])}",
    };

    private static int Years(SegmentCondition condition) => Math.Min(int.Parse(condition.Values[0], CultureInfo.InvariantCulture), 1500);

    private static long Id(string value) => long.Parse(value, CultureInfo.InvariantCulture);

    private static DateOnly Day(SegmentCondition condition) => DateOnly.ParseExact(condition.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Like(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
