namespace Preau.Mail;

/// <summary>One try to hand over one mail.</summary>
public readonly record struct HandoverKey(long NationId, int Month, long BlastId, long PersonId, int Attempt);

/// <summary>What a journal says about a try.</summary>
public enum HandoverNote
{
    /// <summary>Its content began to leave, and no answer was written down: maybe sent.</summary>
    Started,

    /// <summary>The relay took it.</summary>
    Sent,

    /// <summary>The relay refused the content, or the connection broke before all of it was there: not sent.</summary>
    NotSent,

    /// <summary>No answer came.</summary>
    Unknown,
}
