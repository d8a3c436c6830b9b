using System.Globalization;
using Preau.People;
using Preau.Segments;

namespace Preau.Contacts;

/// <summary>What segments may ask about contacts: whether and when, by which way, with what result, by whom, and what is still to be done.</summary>
public sealed class ContactFields(Team team, ContactWords said) : ISegmentFields
{
    private const string Rows = "select c.person_id from contact_log c where c.nation_id = @nation_id and c.removed_at is null";

    // Of all contacts of a person, the one that nothing follows.
    private const string Last = " and not exists (select 1 from contact_log n where n.nation_id = @nation_id and n.person_id = c.person_id and n.removed_at is null and (n.at > c.at or (n.at = c.at and n.id > c.id)))";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var authors = await team.Members(ct);
        return [Contacted(), Method(), Status(), Author([.. authors.Select(a => new SegmentChoice(a.Id.ToString(CultureInfo.InvariantCulture), a.Name))]), Waiting()];
    }

    private static SegmentField Contacted() => new()
    {
        Name = "contacted", Label = "Was contacted", Family = "Contact log",
        Operators =
        [
            new("ever", "at least once", "were contacted at least once", ValueKind.Text, 0, 0),
            new("never", "never", "were never contacted", ValueKind.Text, 0, 0),
            new("within_days", "within the last days", "were contacted within the last {0} days", ValueKind.Whole),
            new("not_within_days", "not within the last days", "were not contacted within the last {0} days", ValueKind.Whole),
            new("from", "on or after", "were contacted on or after {0}", ValueKind.Date),
            new("never_since", "never since", "were never contacted since {0}", ValueKind.Date),
            new("before", "for the last time before", "were contacted for the last time before {0}", ValueKind.Date),
            new("times", "this many times at least", "were contacted {0} times or more", ValueKind.Whole),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "ever" => $"p.id in ({Rows})",
            "never" => $"p.id not in ({Rows})",
            "within_days" => $"p.id in ({Rows} and c.at >= {parts.Value(parts.Now.AddDays(-Days(c)))})",
            "not_within_days" => $"p.id not in ({Rows} and c.at >= {parts.Value(parts.Now.AddDays(-Days(c)))})",
            "from" => $"p.id in ({Rows} and c.at >= {parts.Value(parts.StartOf(Day(c)))})",
            "never_since" => $"p.id not in ({Rows} and c.at >= {parts.Value(parts.StartOf(Day(c)))})",
            "before" => $"p.id in ({Rows} group by c.person_id having max(c.at) < {parts.Value(parts.StartOf(Day(c)))})",
            "times" => $"p.id in ({Rows} group by c.person_id having count(*) >= {parts.Value(Whole(c))})",
            _ => throw new ArgumentException($"No operator {c.Operator}.", nameof(c)),
        },
    };

    private SegmentField Method() => new()
    {
        Name = "contact_method", Label = "Way of a contact", Family = "Contact log",
        Choices = [.. Enum.GetValues<ContactMethod>().Select(m => new SegmentChoice(EnumText<ContactMethod>.Of(m), said.Of(m)))],
        Operators = [new("any", "any time", "were contacted by “{0}”", ValueKind.Choice, Most: 30), new("last", "the last time", "were contacted last by “{0}”", ValueKind.Choice, Most: 30)],
        Sql = (c, parts) => $"p.id in ({Rows} and c.method in ({parts.Values(c.Values)}){(c.Operator == "last" ? Last : "")})",
    };

    private SegmentField Status() => new()
    {
        Name = "contact_status", Label = "Result of a contact", Family = "Contact log",
        Choices = [.. Enum.GetValues<ContactStatus>().Select(s => new SegmentChoice(EnumText<ContactStatus>.Of(s), said.Of(s)))],
        Operators = [new("any", "any time", "were contacted with the result “{0}”", ValueKind.Choice, Most: 30), new("last", "the last time", "were contacted last with the result “{0}”", ValueKind.Choice, Most: 30)],
        Sql = (c, parts) => $"p.id in ({Rows} and c.status in ({parts.Values(c.Values)}){(c.Operator == "last" ? Last : "")})",
    };

    private static SegmentField Author(IReadOnlyList<SegmentChoice> authors) => new()
    {
        Name = "contact_author", Label = "Who made a contact", Family = "Contact log", Choices = authors,
        Operators = [new("any", "any time", "were contacted by {0}", ValueKind.Choice, Most: 200), new("last", "the last time", "were contacted last by {0}", ValueKind.Choice, Most: 200)],
        Sql = (c, parts) => $"p.id in ({Rows} and c.author_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}){(c.Operator == "last" ? Last : "")})",
    };

    private static SegmentField Waiting() => new()
    {
        Name = "follow_up", Label = "Follow-up", Family = "Contact log",
        Operators = [new("open", "waits", "wait for a follow-up", ValueKind.Text, 0, 0), new("overdue", "is overdue", "wait for a follow-up that is overdue", ValueKind.Text, 0, 0)],
        Sql = (c, parts) => $"p.id in (select f.person_id from follow_up f where f.nation_id = @nation_id and f.removed_at is null and f.done_at is null{(c.Operator == "overdue" ? $" and f.due_on < {parts.Value(parts.Today)}" : "")})",
    };

    private static int Whole(SegmentCondition condition) => int.Parse(condition.Values[0], CultureInfo.InvariantCulture);

    private static int Days(SegmentCondition condition) => Math.Min(Whole(condition), 100_000);

    private static DateOnly Day(SegmentCondition condition) => DateOnly.ParseExact(condition.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
