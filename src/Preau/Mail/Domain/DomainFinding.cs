namespace Preau.Mail.Domain;

public enum FindingState
{
    Fine,

    /// <summary>It works, and could be better.</summary>
    Doubtful,
    Missing,
    Wrong,

    /// <summary>The DNS did not answer.</summary>
    Unknown,
}

/// <summary>What is looked for, in the order in which it is shown.</summary>
public enum DomainPart
{
    Spf,
    Dkim,
    SecondDkim,
    Dmarc,
    MailServers,
}

/// <summary>One thing that mail services look for in the DNS of a sender's domain.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="State">How it stands.</param>
/// <param name="Says">The same in a sentence.</param>
public sealed record DomainFinding(string Title, FindingState State, string Says)
{
    /// <summary>Null where the DNS as a whole is meant.</summary>
    public DomainPart? Part { get; init; }

    /// <summary>What stands there now.</summary>
    public string? Found { get; init; }

    /// <summary>The record to paste: its type, its name, its text; null where nothing is to be done.</summary>
    public string Type { get; init; } = "TXT";
    public string? Name { get; init; }
    public string? Paste { get; init; }
}
