using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Relations;

/// <summary>What segments may ask about relations: whether somebody has a parent, an employer, a recruiter…, who it is, and what tag they carry.</summary>
public sealed class RelationFields(Database db, RelationRoles roles) : ISegmentFields
{
    private const int MostChosen = 200;

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        SegmentChoice[] tags = [.. (await db.Tags.AsNoTracking().OrderBy(t => t.NameKey).Select(t => new { t.Id, t.Name }).ToListAsync(ct)).Select(t => new SegmentChoice(t.Id.ToString(CultureInfo.InvariantCulture), t.Name))];
        return [.. (await roles.All(ct)).Select(r => Of(r, tags))];
    }

    // Named like a field of the campaign's own, so that the sentence says which relation it is about.
    private static SegmentField Of(RelationRole role, SegmentChoice[] tags) => new()
    {
        Name = "field:relation:" + role.Code, Label = role.Label, Family = "Relations", Choices = tags,
        Operators =
        [
            new("any", "there is one", "have somebody", ValueKind.Text, 0, 0), new("none", "there is none", "have nobody", ValueKind.Text, 0, 0),
            new("tag", "carries one of the tags", "have somebody who carries the tag {0}", ValueKind.Choice, Most: MostChosen),
            new("person", "is the person with the number", "have person number {0}", ValueKind.Whole),
            new("times", "there are so many at least", "have {0} people or more", ValueKind.Whole),
        ],
        Sql = (c, parts) =>
        {
            var rows = $"select r.person_id from relation r where r.nation_id = @nation_id and r.removed_at is null and r.role = {parts.Value(role.Code)}";
            return c.Operator switch
            {
                "any" => $"p.id in ({rows})",
                "none" => $"p.id not in ({rows})",
                "tag" => $"p.id in ({rows} and r.other_person_id in (select t.person_id from person_tag t where t.nation_id = @nation_id and t.tag_id in ({parts.Values(c.Values.Select(Number))})))",
                "person" => $"p.id in ({rows} and r.other_person_id = {parts.Value(Number(c.Values[0]))})",
                "times" => $"p.id in ({rows} group by r.person_id having count(*) >= {parts.Value(Number(c.Values[0]))})",
                _ => throw new ArgumentException($"No operator {c.Operator}.", nameof(role)),
            };
        },
    };

    private static long Number(string value) => long.Parse(value, CultureInfo.InvariantCulture);
}
