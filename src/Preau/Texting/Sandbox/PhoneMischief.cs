namespace Preau.Texting.Sandbox;

/// <summary>What the gateway does wrong on purpose, so that one sees what the program makes of it.</summary>
public enum PhoneMischief
{
    None,

    /// <summary>The number does not exist: 400.</summary>
    Refuse,

    /// <summary>«Later»: 503.</summary>
    Busy,

    /// <summary>The answer takes longer than anybody waits; the text is kept.</summary>
    Stall,

    /// <summary>The text is kept, and the line goes dead before the sender is told so.</summary>
    Silent,

    /// <summary>The report comes twice.</summary>
    ReportTwice,

    /// <summary>The report comes late.</summary>
    ReportLate,

    /// <summary>No report ever.</summary>
    ReportNever,

    /// <summary>Taken, and not delivered in the end.</summary>
    Undelivered,

    /// <summary>Taken, and answered with half a sentence.</summary>
    Garble,
}
