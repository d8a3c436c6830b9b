using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.Segments;

namespace Preau.Households;

/// <summary>What segments may ask about households: how many live there, and who the others are.</summary>
public sealed class HouseholdFields(Database db, PersonWords said) : ISegmentFields
{
    private const int MostChosen = 200;

    // The others of the household, as «o», with their own record «q».
    private const string Others = "p.id in (select m.person_id from household_member m join household_member o on o.nation_id = m.nation_id and o.household_id = m.household_id and o.person_id <> m.person_id where m.nation_id = @nation_id and ";

    private const string InHousehold = "select m.person_id from household_member m join household h on h.nation_id = m.nation_id and h.id = m.household_id where m.nation_id = @nation_id";

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var tags = await db.Tags.AsNoTracking().OrderBy(t => t.NameKey).Select(t => new { t.Id, t.Name }).ToListAsync(ct);
        return [Size(), Support(), Tag([.. tags.Select(t => new SegmentChoice(t.Id.ToString(CultureInfo.InvariantCulture), t.Name))]), Gave(), First()];
    }

    private static SegmentField Size() => new()
    {
        Name = "household_size", Label = "Size of the household", Family = "Household",
        Operators =
        [
            new("at_least", "is at least", "live in a household of {0} or more", ValueKind.Whole), new("at_most", "is at most", "live in a household of {0} or fewer", ValueKind.Whole),
            new("none", "is in no household", "are in no household", ValueKind.Text, 0, 0),
        ],
        Sql = (c, parts) => c.Operator switch
        {
            "at_least" => $"p.id in ({InHousehold} and h.member_count >= {parts.Value(Number(c))})",
            "at_most" => $"p.id in ({InHousehold} and h.member_count <= {parts.Value(Number(c))})",
            _ => "not exists (select 1 from household_member m where m.nation_id = @nation_id and m.person_id = p.id and m.household_id is not null)",
        },
    };

    private SegmentField Support() => new()
    {
        Name = "household_support", Label = "Support of somebody they live with", Family = "Household", Traits = FieldTraits.Opinion,
        Choices = [.. Enumerable.Range(1, 5).Select(level => new SegmentChoice(level.ToString(CultureInfo.InvariantCulture), said.Support(level)))],
        Operators = [new("is", "is one of", "live with somebody who stands at {0}", ValueKind.Choice, Most: 5)],
        Sql = (c, parts) => Others + $"o.person_id in (select q.id from person q where q.nation_id = @nation_id and q.support_level in ({parts.Values(c.Values.Select(v => int.Parse(v, CultureInfo.InvariantCulture)))})))",
    };

    private static SegmentField Tag(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "household_tag", Label = "Tag of somebody they live with", Family = "Household", Choices = choices,
        Operators = [new("has", "is one of", "live with somebody who carries the tag {0}", ValueKind.Choice, Most: MostChosen)],
        Sql = (c, parts) => Others + $"o.person_id in (select t.person_id from person_tag t where t.nation_id = @nation_id and t.tag_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))})))",
    };

    private static SegmentField Gave() => new()
    {
        Name = "household_gave", Label = "Gifts of somebody they live with", Family = "Household",
        Operators = [new("ever", "gave once or more", "live with somebody who gave", ValueKind.Text, 0, 0)],
        Sql = (_, _) => Others + "o.person_id in (select g.person_id from gift g where g.nation_id = @nation_id and g.status in ('received', 'disputed')))",
    };

    private static SegmentField First() => new()
    {
        Name = "household_first", Label = "Stands for the household", Family = "Household",
        Operators = [new("is", "is the first of it, or in none", "are the first of their household, or in none", ValueKind.Text, 0, 0)],
        Sql = (_, _) => "not exists (select 1 from household_member m where m.nation_id = @nation_id and m.person_id = p.id and m.household_id is not null and exists (select 1 from household_member o where o.nation_id = m.nation_id and o.household_id = m.household_id and o.person_id < m.person_id))",
    };

    private static int Number(SegmentCondition condition) => int.Parse(condition.Values[0], CultureInfo.InvariantCulture);
}
