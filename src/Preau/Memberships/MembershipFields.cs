using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Memberships;

/// <summary>What segments may ask about memberships: of what, how they stand, and when they end.</summary>
public sealed class MembershipFields(Database db) : ISegmentFields
{
    private const string Rows = "p.id in (select m.person_id from person_membership m where m.nation_id = @nation_id";
    private const string Live = " and m.cancelled_on is null and m.suspended_on is null";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var types = await db.MembershipTypes.AsNoTracking().OrderBy(t => t.Id).Select(t => new { t.Id, t.Name, t.GraceDays }).ToListAsync(ct);
        var grace = types.Where(t => t.GraceDays > 0).GroupBy(t => t.GraceDays, t => t.Id).ToDictionary(g => g.Key, g => g.ToArray());
        return
        [
            new()
            {
                Name = "membership", Label = "Member of", Family = "Memberships", Choices = [.. types.Select(t => new SegmentChoice(t.Id.ToString(CultureInfo.InvariantCulture), t.Name))],
                Operators =
                [
                    new("member", "is a member of one of", "are members of {0}", ValueKind.Choice, Most: 100), new("grace", "is in the days of grace of one of", "are in the days of grace of {0}", ValueKind.Choice, Most: 100),
                    new("expired", "was a member, and it ran out, of one of", "were members of {0} until it ran out", ValueKind.Choice, Most: 100), new("suspended", "is suspended in one of", "are suspended in {0}", ValueKind.Choice, Most: 100),
                    new("cancelled", "left one of", "left {0}", ValueKind.Choice, Most: 100), new("ever", "is or was a member of one of", "are or were members of {0}", ValueKind.Choice, Most: 100),
                ],
                Sql = (c, parts) => $"{Rows} and m.membership_type_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}){Stands(c.Operator, grace, parts)})",
            },
            new()
            {
                Name = "membership_any", Label = "Member of anything", Family = "Memberships", Operators = [new("is", "is one now", "are members", ValueKind.Text, 0, 0), new("not", "is none now", "are no members", ValueKind.Text, 0, 0)],
                Sql = (c, parts) => c.Operator == "is" ? $"{Rows}{Stands("member", grace, parts)})" : $"not exists (select 1 from person_membership m where m.nation_id = @nation_id and m.person_id = p.id{Stands("member", grace, parts)})",
            },
            new()
            {
                Name = "membership_end", Label = "End of a membership", Family = "Memberships",
                Operators =
                [
                    new("within_days", "within the next days", "have a membership that ends within the next {0} days", ValueKind.Whole), new("before", "before", "have a membership that ends before {0}", ValueKind.Date), new("from", "on or after", "have a membership that ends on or after {0}", ValueKind.Date),
                ],
                Sql = (c, parts) => c.Operator switch
                {
                    "within_days" => $"{Rows}{Live} and m.expires_on >= {parts.Value(parts.Today)} and m.expires_on <= {parts.Value(parts.Today.AddDays(Math.Min(int.Parse(c.Values[0], CultureInfo.InvariantCulture), 100_000)))})",
                    "before" => $"{Rows}{Live} and m.expires_on < {parts.Value(Day(c))})",
                    _ => $"{Rows}{Live} and m.expires_on >= {parts.Value(Day(c))})",
                },
            },
        ];
    }

    private static string Stands(string how, Dictionary<int, long[]> grace, SqlParts parts)
    {
        string Within() => grace.Count == 0 ? "1 = 0" : string.Join(" or ", grace.Select(g => $"(m.expires_on >= {parts.Value(parts.Today.AddDays(-g.Key))} and m.membership_type_id in ({parts.Values(g.Value)}))"));
        return how switch
        {
            "member" => $"{Live} and (m.expires_on is null or m.expires_on >= {parts.Value(parts.Today)} or {Within()})",
            "grace" => $"{Live} and m.expires_on < {parts.Value(parts.Today)} and ({Within()})",
            "expired" => $"{Live} and m.expires_on < {parts.Value(parts.Today)} and not ({Within()})",
            "suspended" => " and m.cancelled_on is null and m.suspended_on is not null",
            "cancelled" => " and m.cancelled_on is not null",
            _ => "",
        };
    }

    private static DateOnly Day(SegmentCondition condition) => DateOnly.ParseExact(condition.Values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
