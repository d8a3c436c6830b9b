using System.Text.RegularExpressions;
using MailKit.Net.Smtp;
using Preau.Mail.Returns;

namespace Preau.Mail;

/// <summary>What a relay's refusal is about: the person's address, this moment, what we write, or who we are (RFC 5321 4.2, RFC 3463).</summary>
public enum RelayAnswer
{
    /// <summary>Nobody lives there: never write there again.</summary>
    BadAddress,

    /// <summary>Not now; later maybe.</summary>
    NotNow,

    /// <summary>It does not want this mail for this person, for a reason of its own: the address may be fine.</summary>
    Policy,

    /// <summary>It wants nothing from us at all: every other mail would be refused as well.</summary>
    NotFromUs,

    /// <summary>It takes nothing at all at the moment.</summary>
    Closing,
}

public static partial class RelayAnswers
{
    private const int ServiceClosing = 421;

    public static RelayAnswer Of(SmtpCommandException refusal)
    {
        var code = (int)refusal.StatusCode;
        var enhanced = Enhanced().Match(refusal.Message) is { Success: true } match ? match.Value : "";
        var isForNow = code is >= 400 and < 500;
        if (code == ServiceClosing) return RelayAnswer.Closing;
        // «Authentication required», «relaying denied for you»: 530, 535, 538.
        if (code is 530 or 535 or 538) return RelayAnswer.NotFromUs;
        return refusal.ErrorCode switch
        {
            SmtpErrorCode.SenderNotAccepted => isForNow ? RelayAnswer.Closing : RelayAnswer.NotFromUs,
            SmtpErrorCode.RecipientNotAccepted => isForNow || IsFull(enhanced) ? RelayAnswer.NotNow : BounceTable.IsNobodyThere($"{code} {refusal.Message}") ? RelayAnswer.BadAddress : RelayAnswer.Policy,
            SmtpErrorCode.MessageNotAccepted or SmtpErrorCode.UnexpectedStatusCode => isForNow || IsFull(enhanced) ? RelayAnswer.NotNow : IsAddress(enhanced) && BounceTable.IsNobodyThere(refusal.Message) ? RelayAnswer.BadAddress : RelayAnswer.Policy,
        };
    }

    /// <summary>What a relay said, as it may be kept and shown: without the addresses that relays like to repeat.</summary>
    public static string Kept(string said) => Addresses().Replace(said, "…");

    /// <summary>What a log may hold of it: of a refusal the codes alone; where no relay spoke, what was wrong with the line.</summary>
    public static string Logged(string said) => string.Join(' ', Code().Matches(said).Select(m => m.Value)) is { Length: > 0 } codes ? codes : Kept(said);

    /// <summary>It puts mails off because it gets too many from us, and not because it does not know us yet (greylisting), nor because one mailbox is full or gets too many.</summary>
    /// <param name="said">A refusal for the moment.</param>
    public static bool IsTooFast(string said) => TooFast().IsMatch(said) && !IsGreylisting(said) && !IsOfMailbox(said);

    /// <summary>
    /// The next mail to the same domain would be put off as well: it gets too many, it has a policy about us, or the network does not reach it (RFC 3463: 4.7, 4.4). One address or mailbox (4.1, 4.2) is not the domain; the
    /// trouble of a mail system (4.3) may be the relay's own; and what is not authorised for the moment (4.7.1) is mostly said once to whoever is not known yet.
    /// </summary>
    /// <param name="said">A refusal for the moment.</param>
    public static bool IsOfDomain(string said) => IsTooFast(said) || (DomainStatus().IsMatch(Enhanced().Match(said).Value) && !IsGreylisting(said));

    private static bool IsOfMailbox(string said) => Enhanced().Match(said).Value is ['4', '.', '1' or '2', '.', ..];

    // Of the content words may say anything, of a link in it for instance: only what has a status of addresses is about one.
    private static bool IsAddress(string enhanced) => enhanced.StartsWith("5.1.", StringComparison.Ordinal) || enhanced == "5.2.1";

    private static bool IsGreylisting(string said) => said.Contains("greylist", StringComparison.OrdinalIgnoreCase) || said.Contains("graylist", StringComparison.OrdinalIgnoreCase);

    private static bool IsFull(string enhanced) => enhanced == "5.2.2";

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"[^\s<>()\[\],;:""']+@[^\s<>()\[\],;""']+", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"^4\.(4\.\d+|7\.(0|[2-9]|\d{2,}))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DomainStatus();

    // 4.7.0, 4.7.28, 4.7.650 (RFC 3463: security and policy) is what large providers answer with when they slow a sender down; others say it in words, with 4.7.1 as well.
    [GeneratedRegex(@"\b4\.7\.(0|28|650|651)\b|\brate\b|throttl|too (many|fast|quickly)|slow down|exceeded", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex TooFast();

    [GeneratedRegex(@"\b[245](\d\d\b|\.\d{1,3}\.\d{1,3}\b)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
