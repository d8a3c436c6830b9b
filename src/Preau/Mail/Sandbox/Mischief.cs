namespace Preau.Mail.Sandbox;

/// <summary>What the mail server does wrong on purpose, so that one sees what the program makes of it.</summary>
public enum Mischief
{
    None,

    /// <summary>The recipient is refused: 550.</summary>
    Refuse,

    /// <summary>«Later»: 451. For one recipient the first time only, as servers do that greylist; as a switch always.</summary>
    Busy,

    /// <summary>The recipient's mailbox is full: 552.</summary>
    Full,

    /// <summary>The mail itself is refused after it was handed over: 554.</summary>
    Spam,

    /// <summary>No answer to the recipient, ever.</summary>
    Stall,

    /// <summary>The line goes dead in the middle of the mail; nothing is kept.</summary>
    Drop,

    /// <summary>The mail is kept, and the line goes dead before the sender is told so.</summary>
    Silent,

    /// <summary>Nobody is let in: 421. A switch only.</summary>
    Closed,
}
