using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Capital;

/// <summary>What segments may ask about points: how many there are, were earned and were spent, and what for.</summary>
public sealed class CapitalFields(Database db) : ISegmentFields
{
    private const string Rows = "select b.person_id from capital_balance b where b.nation_id = @nation_id and b.";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var types = await db.CapitalTypes.AsNoTracking().OrderBy(t => t.Id).Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        return
        [
            Sum("capital_balance", "Points: balance", "balance_cents", new("at_least", "is at least", "have at least {0} points", ValueKind.Number), new("at_most", "is at most", "have at most {0} points", ValueKind.Number)),
            Sum("capital_earned", "Points: earned", "earned_cents", new("at_least", "is at least", "earned at least {0} points", ValueKind.Number), new("at_most", "is at most", "earned at most {0} points", ValueKind.Number)),
            Sum("capital_spent", "Points: spent", "spent_cents", new("at_least", "is at least", "spent at least {0} points", ValueKind.Number), new("at_most", "is at most", "spent at most {0} points", ValueKind.Number)),
            new()
            {
                Name = "capital_type", Label = "Points: what for", Family = "Political capital", Choices = [.. types.Select(t => new SegmentChoice(t.Id.ToString(CultureInfo.InvariantCulture), t.Name))],
                Operators = [new("given", "were given for one of", "were given points for “{0}”", ValueKind.Choice, Most: 100)],
                Sql = (c, parts) => $"p.id in (select e.person_id from capital_entry e where e.nation_id = @nation_id and e.capital_type_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}) group by e.person_id, e.capital_type_id having sum(e.amount_cents) <> 0)",
            },
        ];
    }

    // Whoever has no line has nought.
    private static SegmentField Sum(string name, string label, string column, SegmentOperator atLeast, SegmentOperator atMost) => new()
    {
        Name = name, Label = label, Family = "Political capital", Operators = [atLeast, atMost],
        Sql = (c, parts) => (c.Operator, Cents(c)) switch
        {
            ("at_least", > 0 and var cents) => $"p.id in ({Rows}{column} >= {parts.Value(cents)})",
            ("at_least", var cents) => $"not exists ({Rows}{column} < {parts.Value(cents)} and b.person_id = p.id)",
            (_, < 0 and var cents) => $"p.id in ({Rows}{column} <= {parts.Value(cents)})",
            (_, var cents) => $"not exists ({Rows}{column} > {parts.Value(cents)} and b.person_id = p.id)",
        },
    };

    private static long Cents(SegmentCondition condition) => (long)Math.Round(Math.Clamp(double.Parse(condition.Values[0], CultureInfo.InvariantCulture), -1e9, 1e9) * 100);
}
