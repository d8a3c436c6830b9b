using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Segments;

namespace Preau.Geography;

/// <summary>What segments may ask about where people live: within which area, by its code, by a whole set, and how well it is known.</summary>
public sealed class FieldsOfPlaces(Database db, GeographyWords said) : ISegmentFields
{
    // More areas than these make no list to choose from; they are asked for by their code.
    private const int MostListed = 2000;
    private const int MostChosen = 500;
    private const string Rows = "select b.person_id from person_boundary b where b.nation_id = @nation_id";

    private sealed record AreaName(long Id, long BoundarySetId, string Name, string Code);

    public async Task<IReadOnlyList<SegmentField>> Fields(CancellationToken ct)
    {
        var sets = await db.BoundarySets.AsNoTracking().Where(s => s.State == BoundarySetState.Ready && s.RemovedAt == null).OrderBy(s => s.NameKey).ToListAsync(ct);
        var areas = await Areas(sets, ct);
        var names = sets.ToDictionary(s => s.Id, s => s.Name);
        return
        [
            Area([.. areas.Select(a => new SegmentChoice(Text(a.Id), $"{names[a.BoundarySetId]} · {Boundary.LabelOf(a.Name, a.Code)}", Boundary.LabelOf(a.Name, a.Code)))]), Code(), Set([.. sets.Select(s => new SegmentChoice(Text(s.Id), s.Name))]), Accuracy(),
        ];
    }

    // Sets whole as long as there is room, the small ones first; of the others what segments name already.
    private async Task<List<AreaName>> Areas(List<BoundarySet> sets, CancellationToken ct)
    {
        var room = MostListed;
        var listed = sets.OrderBy(s => s.BoundaryCount).ThenBy(s => s.Id).TakeWhile(s => (room -= s.BoundaryCount) >= 0).Select(s => s.Id).ToArray();
        var areas = await Read(b => EF.Parameter(listed).Contains(b.BoundarySetId), ct);
        if (listed.Length == sets.Count) return areas;
        var others = sets.Select(s => s.Id).Except(listed).ToArray();
        var trees = await db.Segments.Where(s => s.Tree.Contains("\"boundary\"")).Select(s => s.Tree).ToListAsync(ct);
        var named = trees.SelectMany(t => SegmentTree.Read(t, out _) is { } tree ? Named(tree) : []).Distinct().ToArray();
        return [.. areas, .. await Read(b => EF.Parameter(others).Contains(b.BoundarySetId) && EF.Parameter(named).Contains(b.Id), ct)];
    }

    private Task<List<AreaName>> Read(System.Linq.Expressions.Expression<Func<Boundary, bool>> which, CancellationToken ct) =>
        db.Boundaries.AsNoTracking().Where(which).OrderBy(b => b.BoundarySetId).ThenBy(b => b.SortKey).ThenBy(b => b.Id).Select(b => new AreaName(b.Id, b.BoundarySetId, b.Name, b.Code)).ToListAsync(ct);

    private static IEnumerable<long> Named(SegmentNode node) => node switch
    {
        SegmentGroup group => group.Parts.SelectMany(Named),
        SegmentCondition { Field: "boundary" } condition => condition.Values.Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0),
        _ => [],
    };

    private static SegmentField Area(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "boundary", Label = "Area", Family = "Where they live", Choices = choices,
        Operators = [new("in", "lives in one of", "live in {0}", ValueKind.Choice, Most: MostChosen), new("not_in", "lives in none of", "do not live in {0}", ValueKind.Choice, Most: MostChosen)],
        Sql = (c, parts) => $"p.id {(c.Operator == "not_in" ? "not " : "")}in ({Rows} and b.boundary_id in ({parts.Values(c.Values.Select(Number))}))",
    };

    private static SegmentField Code() => new()
    {
        Name = "boundary_code", Label = "Code of an area", Family = "Where they live",
        Operators = [new("is", "is one of", "live in the area with the code {0}", ValueKind.Text, Most: MostChosen)],
        Sql = (c, parts) => $"p.id in ({Rows} and b.boundary_id in (select a.id from boundary a join boundary_set s on s.nation_id = a.nation_id and s.id = a.boundary_set_id where a.nation_id = @nation_id and s.removed_at is null and a.code in ({parts.Values(c.Values)})))",
    };

    private static SegmentField Set(IReadOnlyList<SegmentChoice> choices) => new()
    {
        Name = "boundary_set", Label = "Boundaries", Family = "Where they live", Choices = choices,
        Operators = [new("some", "lives within", "live within “{0}”", ValueKind.Choice, Most: 50), new("none", "lives outside of", "live outside of “{0}”, as far as is known", ValueKind.Choice, Most: 50)],
        Sql = (c, parts) => c.Operator == "some"
            ? $"p.id in ({Rows} and b.boundary_set_id in ({parts.Values(c.Values.Select(Number))}))"
            : $"p.id in (select l.person_id from person_place l where l.nation_id = @nation_id and l.lat is not null) and p.id not in ({Rows} and b.boundary_set_id in ({parts.Values(c.Values.Select(Number))}))",
    };

    private SegmentField Accuracy() => new()
    {
        Name = "place_accuracy", Label = "Point on the map", Family = "Where they live", Choices = [.. Enum.GetValues<PlaceAccuracy>().Select(a => new SegmentChoice(EnumText<PlaceAccuracy>.Of(a), said.Of(a)))],
        Operators = [new("is", "is known", "have a point on the map that is known: {0}", ValueKind.Choice, Most: 5), new("missing", "is missing", "have no point on the map", ValueKind.Text, 0, 0)],
        Sql = (c, parts) => c.Operator == "missing"
            ? "not exists (select 1 from person_place l where l.nation_id = @nation_id and l.person_id = p.id and l.lat is not null)"
            : $"p.id in (select l.person_id from person_place l where l.nation_id = @nation_id and l.accuracy in ({parts.Values(c.Values)}))",
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
