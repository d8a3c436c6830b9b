using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Lists;

/// <summary>Lets a segment ask who is on a list.</summary>
public sealed class ListFields(Database db) : ISegmentFields
{
    private const int MostChosen = 200;

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var lists = await db.PersonLists.AsNoTracking().Where(l => l.RemovedAt == null).OrderBy(l => l.NameKey).Select(l => new { l.Id, l.Name }).ToListAsync(ct);
        return
        [
            new()
            {
                Name = "list", Label = "List", Family = "Person", Choices = [.. lists.Select(l => new SegmentChoice(l.Id.ToString(CultureInfo.InvariantCulture), l.Name))],
                Operators = [new("on", "is on one of", "are on the list {0}", ValueKind.Choice, Most: MostChosen)],
                Sql = (c, parts) => $"p.id in (select m.person_id from person_list_member m where m.nation_id = @nation_id and m.person_list_id in ({parts.Values(c.Values.Select(v => long.Parse(v, CultureInfo.InvariantCulture)))}))",
            },
        ];
    }
}
