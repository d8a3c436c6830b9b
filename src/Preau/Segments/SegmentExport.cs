using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Exports;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>The members of a segment as a file.</summary>
public sealed class SegmentExport(Database db, ReadSegment read, SegmentMembers members, CurrentNation nation, Words words) : IExport
{
    private const string Name = "segment";

    public string Kind => Name;
    public Permission Needs => Permission.ExportSegments;

    public async Task<Sheet?> Open(string ask, CancellationToken ct)
    {
        var id = long.Parse(ask, NumberStyles.None, CultureInfo.InvariantCulture);
        if (await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment || await read.Run(segment.Tree, ct) is not SegmentAnswer.Fine fine) return null;
        SheetColumn[] columns =
        [
            new(words["Number in Préau"], CellKind.Whole), new(words["First name"]), new(words["Last name"]), new(words["Mail address"]), new(words["Town"]), new(words["Known since"], CellKind.Day),
        ];
        return new($"segment-{ask}", "segment.exported", columns, stop => members.Count(fine.Tree, stop), stop => Rows(fine.Tree, stop)) { SubjectId = id };
    }

    private async IAsyncEnumerable<object?[]> Rows(SegmentNode tree, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in members.All(tree, ct)) yield return [row.Id, row.FirstName, row.LastName, row.Email ?? "", row.City ?? "", nation.Facts.DayOf(row.CreatedAt)];
    }

    public static Task<ExportAnswer> Send(long id, string format, SendExport send, CancellationToken ct) => send.Answer(Name, id.ToString(CultureInfo.InvariantCulture), format, ct);
}

public static class SegmentRoutes
{
    public static void MapSegments(this IEndpointRouteBuilder app) => app.MapGet("/segments/{id:long}/members.{format}", SegmentExport.Send).Needs(Permission.ExportSegments);
}
