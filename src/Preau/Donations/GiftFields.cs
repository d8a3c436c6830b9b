using System.Globalization;
using Preau.Segments;

namespace Preau.Donations;

/// <summary>What segments may ask about gifts. Only money that is there counts; what is pending, failed or given back does not.</summary>
public sealed class GiftFields : ISegmentFields
{
    public Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct) => Task.FromResult<IReadOnlyList<SegmentField>>(
    [
        new SegmentField
        {
            Name = "gave", Label = "Gifts", Family = "Gifts",
            Operators =
            [
                new("ever", "gave once or more", "gave at least once", ValueKind.Text, 0, 0),
                new("at_least", "gave in all at least", "gave at least {0} in all", ValueKind.Money),
                new("less_than", "gave in all less than", "gave less than {0} in all", ValueKind.Money),
                new("once", "gave at one time at least", "gave at least {0} at one time", ValueKind.Money),
                new("times", "gave this many times at least", "gave {0} times or more", ValueKind.Whole),
                new("within_days", "gave within the last days", "gave within the last {0} days", ValueKind.Whole),
                new("from", "gave on or after", "gave on or after {0}", ValueKind.Date),
                new("before", "gave last before", "gave for the last time before {0}", ValueKind.Date),
            ],
            Sql = (c, parts) => $"p.id in (select g.person_id from gift g where g.nation_id = @nation_id and g.status in ('received', 'disputed'){Rest(c, parts)})",
        },
    ]);

    private static string Rest(SegmentCondition condition, SqlParts parts) => condition.Operator switch
    {
        "ever" => "",
        "at_least" => $" group by g.person_id having sum(g.amount_cents - g.refunded_cents) >= {parts.Value(Cents(condition))}",
        "less_than" => $" group by g.person_id having sum(g.amount_cents - g.refunded_cents) < {parts.Value(Cents(condition))}",
        "once" => $" and g.amount_cents - g.refunded_cents >= {parts.Value(Cents(condition))}",
        "times" => $" group by g.person_id having count(*) >= {parts.Value(Number(condition))}",
        "within_days" => $" and g.given_at >= {parts.Value(parts.Now.AddDays(-Math.Min(Number(condition), 100_000)))}",
        "from" => $" and g.given_at >= {parts.Value(parts.StartOf(Day(condition)))}",
        "before" => $" group by g.person_id having max(g.given_at) < {parts.Value(parts.StartOf(Day(condition)))}",
        _ => throw new ArgumentException($"No operator {condition.Operator}.", nameof(condition)),
    };

    private static long Cents(SegmentCondition condition) => (long)(decimal.Parse(condition.Values[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 100);

    private static int Number(SegmentCondition condition) => int.Parse(condition.Values[0], CultureInfo.InvariantCulture);

    private static DateOnly Day(SegmentCondition condition) => DateOnly.ParseExact(condition.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
