using System.Globalization;
using Preau.Accounts;
using Preau.Segments;
using Preau.Shared;

namespace Preau.Lists;

/// <summary>The way from a segment to a list of those who are in it now. A list does not need the segment afterwards.</summary>
public sealed class ListUses(CurrentAccount account, Words words) : ISegmentUse
{
    public SegmentWork? Work(long segmentId) => account.Can(Permission.EditPeople) && account.Can(Permission.EditSegments)
        ? new(words["Make a list of them"], "list-check", "/lists/new?who=" + Uri.EscapeDataString(SegmentPeople.Start + segmentId.ToString(CultureInfo.InvariantCulture)), IsMain: false)
        : null;

    public Task<IReadOnlyList<string>> NeededBy(long segmentId, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task LetGo(long segmentId, CancellationToken ct) => Task.CompletedTask;
}
