namespace Preau.Segments;

/// <summary>What a field tells of a person, for rules about which message may be chosen by it.</summary>
[Flags]
public enum FieldTraits
{
    /// <summary>Nothing that rules ask about.</summary>
    None = 0,

    /// <summary>A political opinion, or a guess of one: what the law protects most (GDPR art. 9).</summary>
    Opinion = 1,

    /// <summary>Known from the electoral roll alone.</summary>
    Roll = 2,
}

/// <summary>What an operator's values are.</summary>
public enum ValueKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number, with a point.</summary>
    Number,

    /// <summary>An amount of money in its main unit, with a point.</summary>
    Money,

    /// <summary>yyyy-MM-dd.</summary>
    Date,

    /// <summary>One of the field's choices.</summary>
    Choice,
}

/// <summary>A way to ask about a field.</summary>
/// <param name="Name">Stored in trees: «is», «at_least».</param>
/// <param name="Label">What the builder shows, in English; a key to translate.</param>
/// <param name="Sentence">The condition as the end of «people who …», with {0} for the values; a key to translate.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Fewest">Least number of values.</param>
/// <param name="Most">Largest number of values.</param>
/// <param name="Traits">What asking in this way tells, beside what the field tells always.</param>
public sealed record SegmentOperator(string Name, string Label, string Sentence, ValueKind Kind, int Fewest = 1, int Most = 1, FieldTraits Traits = FieldTraits.None);

/// <summary>A choice of a field.</summary>
/// <param name="Value">Stored in trees.</param>
/// <param name="Label">As people call it, in the language of whoever asked.</param>
/// <param name="InSentence">As it stands within a sentence, where the label would read badly there.</param>
public sealed record SegmentChoice(string Value, string Label, string? InSentence = null);

/// <summary>
/// Something that can be asked about a person. Its condition is SQL over the person row <c>p</c> (columns <c>nation_id</c> and <c>id</c>); values
/// are always parameters.
/// </summary>
public sealed class SegmentField
{
    /// <summary>Stored in trees: lower-case words with underscores, or «field:» and a slug.</summary>
    public required string Name { get; init; }

    /// <summary>As people call it, in English or as they named it themselves.</summary>
    public required string Label { get; init; }

    /// <summary>The group of the builder's list, in English.</summary>
    public required string Family { get; init; }

    /// <summary>The ways to ask, the usual one first.</summary>
    public required IReadOnlyList<SegmentOperator> Operators { get; init; }

    /// <summary>The choices of <see cref="ValueKind.Choice"/> operators.</summary>
    public IReadOnlyList<SegmentChoice> Choices { get; init; } = [];

    /// <summary>What rules ask about.</summary>
    public FieldTraits Traits { get; init; }

    /// <summary>Writes the condition; it was checked before.</summary>
    public required Func<SegmentCondition, SqlParts, string> Sql { get; init; }
}
