using Preau.Nations;

namespace Preau.Segments;

/// <summary>Three segments of the demo.</summary>
public sealed class DemoSegments(Database db, CountSegments count, TimeProvider clock) : IDemoSeed
{
    public string Name => "segments";
    public int Order => 60;

    public async Task Run(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var (name, tree) in new (string, SegmentNode)[]
        {
            ("Donateurs à remercier", All(new SegmentCondition("gave", "ever", []))),
            ("Nouveaux contacts à accueillir", All(new SegmentCondition("contact", "is", []), new SegmentCondition("created", "within_days", ["30"]))),
            ("Centre, moins de 35 ans, joignables", All(new SegmentCondition("postcode", "starts_with", ["99"]), new SegmentCondition("age", "at_most", ["35"]), new SegmentCondition("reachable", "mail", []), new SegmentCondition("consent", "given", ["news"]))),
        })
        {
            var segment = new Segment { Name = name, Tree = SegmentTree.Write(tree), CreatedAt = now, ChangedAt = now };
            db.Add(segment);
            await db.SaveChangesAsync(ct);
            await count.Run(segment, ct);
        }
    }

    private static SegmentGroup All(params SegmentNode[] parts) => new(Joining.All, parts);
}
