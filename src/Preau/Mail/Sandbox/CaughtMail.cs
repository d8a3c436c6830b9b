namespace Preau.Mail.Sandbox;

/// <summary>A mail as it was handed over: the envelope, and every byte.</summary>
public sealed record CaughtMail(string Sender, IReadOnlyList<string> Recipients, byte[] Raw);

/// <summary>A mail in the list.</summary>
/// <param name="Copy">1 for the first mail with this Message-ID, 2 and more for its doubles.</param>
public sealed record MailRow(long Id, DateTimeOffset At, string Sender, IReadOnlyList<string> Recipients, string? MessageId, string Subject, long Copy, long Size)
{
    public bool IsDouble => Copy > 1;
}

/// <param name="Doubles">Mails whose Message-ID had come before.</param>
public sealed record MailTotals(long Mails, long Doubles, long WithoutId);

/// <summary>What is looked for. Everything that is null does not matter.</summary>
/// <param name="Text">In the recipients or the subject.</param>
/// <param name="Before">Only older mails than this one.</param>
/// <param name="After">Only newer ones, oldest first.</param>
public sealed record MailSearch(string? Text = null, string? Recipient = null, string? MessageId = null, bool DoublesOnly = false, long? Before = null, long? After = null, int Take = 50);
