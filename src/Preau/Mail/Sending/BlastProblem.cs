namespace Preau.Mail;

/// <summary>Something that stands between a blast and its readers, in the reader's language.</summary>
/// <param name="Text">What is wrong, where, and what to do.</param>
/// <param name="IsBlocking">It cannot be sent like this; else it can, but should not be overlooked.</param>
/// <param name="RuleId">The rule of the law that says so.</param>
/// <param name="Settings">The page of the settings where it is put right.</param>
public sealed record BlastProblem(string Text, bool IsBlocking = true, string? RuleId = null, string? Settings = null)
{
    /// <summary>The word of the text that stays blank with some: «person.last_name».</summary>
    public string? Blank { get; init; }

    /// <summary>Where it can be seen, as somebody of whom it is true.</summary>
    public string? Look { get; init; }
}
