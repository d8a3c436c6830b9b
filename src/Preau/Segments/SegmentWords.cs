using System.Globalization;
using Preau.Shared;

namespace Preau.Segments;

/// <summary>What is wrong with a tree, in words.</summary>
public sealed class SegmentWords(Words words)
{
    /// <summary>The sentence, with the condition that it is about: «2.1» is the first of the second group.</summary>
    public string Of(SegmentProblem problem) => Place(problem.At) is { Length: > 0 } place ? words["Condition {0}: {1}", place, Reason(problem)] : Reason(problem);

    private static string Place(string pointer) => string.Join('.', pointer.Split('/').Skip(1).Chunk(2).TakeWhile(p => p is ["parts", _])
        .Select(p => (int.Parse(p[1], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture)));

    private string Reason(SegmentProblem problem) => problem.Reason switch
    {
        SegmentFault.NotJson when problem.Detail.Split(':') is [var line, var character] => words["This is not a segment that can be read: its JSON goes wrong at line {0}, character {1}.", line, character],
        SegmentFault.NotJson => words["This is not a segment that can be read: it is no JSON."],
        SegmentFault.NotAGroup => words["This is not a segment that can be read: a group, and so the whole, has “join” and a list of “parts”."],
        SegmentFault.UnknownJoining => words["“{0}” joins nothing: “join” is “all”, “any” or “none”.", problem.Detail],
        SegmentFault.NotACondition => words["This is not a segment that can be read: a condition has “field”, “operator” and a list of “values”."],
        SegmentFault.NotAValue => words["This is not a segment that can be read: a value is a text, a number, true or false."],
        SegmentFault.TooLarge => words["This segment has too many conditions or groups within groups."],
        SegmentFault.UnknownField => words["There is nothing called “{0}” to choose people by.", problem.Detail],
        SegmentFault.UnknownOperator => words["“{0}” cannot be asked there.", problem.Detail],
        SegmentFault.NoValue => words["“{0}” is not complete: give it a value, or take the condition away.", words[problem.Detail]],
        SegmentFault.WrongCount => words["A condition has too few or too many values."],
        SegmentFault.WrongValue => words["“{0}” cannot stand there.", problem.Detail],
    };
}

public abstract record SegmentAnswer
{
    public sealed record Fine(SegmentGroup Tree) : SegmentAnswer;

    public sealed record Wrong(IReadOnlyList<SegmentProblem> Problems) : SegmentAnswer;
}

/// <summary>Reads and checks a tree that came from outside.</summary>
public sealed class ReadSegment(SegmentFields fields)
{
    public async Task<SegmentAnswer> Run(string? json, CancellationToken ct)
    {
        if (SegmentTree.Read(json, out var problem) is not { } tree) return new SegmentAnswer.Wrong([problem!]);
        var problems = (await fields.Catalogue(ct)).Check(tree);
        return problems.Count == 0 ? new SegmentAnswer.Fine(tree) : new SegmentAnswer.Wrong(problems);
    }
}
