using System.Globalization;
using Preau.Segments;

namespace Preau.Donations;

/// <summary>What segments may ask about gifts. Only money that is there counts; what is pending, failed or given back does not.</summary>
public sealed class GiftFields : ISegmentFields
{
    private const string Counted = "g.nation_id = @nation_id and g.status in ('received', 'disputed')";

    public Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct) => Task.FromResult<IReadOnlyList<SegmentField>>(
    [
        new SegmentField
        {
            Name = "gave", Label = "Gifts", Family = "Gifts",
            Operators =
            [
                new("ever", "gave at least once", "gave at least once", ValueKind.Text, 0, 0),
                new("at_least", "gave in all at least", "gave at least {0} in all", ValueKind.Money),
                new("within_days", "gave within the last days", "gave within the last {0} days", ValueKind.Whole),
                new("before", "gave last before", "gave for the last time before {0}", ValueKind.Date),
            ],
            Sql = (c, parts) => c.Operator switch
            {
                "ever" => $"p.id in (select g.person_id from gift g where {Counted})",
                "at_least" => $"p.id in (select g.person_id from gift g where {Counted} group by g.person_id having sum(g.amount_cents - g.refunded_cents) >= {parts.Value(Cents(c.Values[0]))})",
                "within_days" => $"p.id in (select g.person_id from gift g where {Counted} and g.given_at >= {parts.Value(parts.Now.AddDays(-Math.Min(int.Parse(c.Values[0], CultureInfo.InvariantCulture), 100_000)))})",
                _ => $"p.id in (select g.person_id from gift g where {Counted} group by g.person_id having max(g.given_at) < {parts.Value(Start(c.Values[0]))})",
            },
        },
    ]);

    private static long Cents(string amount) => (long)(decimal.Parse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 100);

    private static DateTimeOffset Start(string day) => new(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
