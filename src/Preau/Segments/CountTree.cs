using System.Globalization;

namespace Preau.Segments;

/// <summary>What the builder says of the tree as it stands: how many, in words who, or what is wrong.</summary>
public sealed record Found(long Count, string Sentence, IReadOnlyList<string> Problems);

/// <summary>Counts a tree that is still being put together.</summary>
public sealed class CountTree(ReadSegment read, SegmentMembers members, SegmentSentence sentence, SegmentWords said)
{
    public async Task<Found> Run(string? tree, CancellationToken ct) => await read.Run(tree, ct) switch
    {
        SegmentAnswer.Wrong wrong => new(0, "", [.. wrong.Problems.Select(said.Of)]),
        SegmentAnswer.Fine fine => new(await members.Count(fine.Tree, ct), await sentence.Of(fine.Tree, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, ct), []),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
