using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>
/// What a mail in the return mailbox says. Whose mail it is about is believed only by a token that this campaign signed; all else in it is a stranger's text, of which
/// a bounded part is looked at.
/// </summary>
public sealed partial class ReturnReader(MailSigner signer, ReturnAddress address)
{
    /// <summary>So much of a mail is read; reports say what they have to say at their beginning.</summary>
    public const int LongestMail = 256 * 1024;

    // Each part costs many times its line in memory.
    private const int MostBoundaries = 300;
    private const int MostParts = 40, MostGroups = 50, MostHeaders = 200, LongestLine = 2000, LongestText = 16 * 1024, LongestAnswer = 300;
    private static readonly ParserOptions Bounded = new() { MaxMimeDepth = 12, AllowUnquotedCommasInAddresses = true };
    private static readonly string[] Recipients = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc"];

    /// <summary>Null for what is no mail, or is made of so many parts that it was not written to be read.</summary>
    public static async Task<MimeMessage?> Load(Stream mail, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await mail.CopyToAsync(bytes, ct);
        if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).Count("\n--"u8) > MostBoundaries) return null;
        bytes.Position = 0;
        try
        {
            return await MimeMessage.LoadAsync(Bounded, bytes, ct);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public MailReturn Read(MimeMessage mail)
    {
        try
        {
            return Understand(mail);
        }
        catch (FormatException)
        {
            // Parts of it are read only when they are looked at.
            return new MailReturn.Other();
        }
    }

    private MailReturn Understand(MimeMessage mail)
    {
        var (named, letter, leaves, isForged) = Named(mail);
        if (letter is not var (personId, mark)) return Understand(mail, named, leaves, isForged);
        // There is no delivery to write it on: what says neither that nobody is there nor anything of a machine's own is left for a person to read.
        return Understand(mail, new ReturnedMail(0, personId), null, isForged: false) switch
        {
            MailReturn.Bounce { Kind: BounceKind.Hard } bounce => new MailReturn.NobodyThere(personId, mark, bounce.For),
            MailReturn.Complaint => new MailReturn.Unwanted(personId, mark),
            MailReturn.Automatic automatic => automatic,
            _ => new MailReturn.Other(),
        };
    }

    private MailReturn Understand(MimeMessage mail, ReturnedMail? named, ReturnedMail? leaves, bool isForged)
    {
        var parts = Parts(mail);
        if (parts.OfType<MessageFeedbackReport>().FirstOrDefault() is { } feedback) return Feedback(feedback, named ?? Original(parts), isForged);
        if (parts.OfType<MessageDeliveryStatus>().FirstOrDefault() is { } status) return Report(status, named ?? Original(parts), isForged);
        // A no is a no, also where a program wrote it for somebody; only what is answered or sent back by itself is none.
        if (leaves is { } leaving) return IsReply(mail) || IsOfServer(mail) ? new MailReturn.Automatic() : new MailReturn.Leave(leaving);
        // An empty path alone is no sign: machines of people who are away write so too.
        if (named is { } returned && (mail.Headers.Contains("X-Failed-Recipients") || IsPostmaster(mail))) return Plain(mail, parts, returned);
        return IsAutomatic(mail) ? new MailReturn.Automatic() : isForged ? new MailReturn.Forged() : new MailReturn.Other();
    }

    /// <summary>By the address that it was written to.</summary>
    private (ReturnedMail? Bounced, (long PersonId, long Mark)? Letter, ReturnedMail? Leaves, bool IsForged) Named(MimeMessage mail)
    {
        (ReturnedMail? bounced, (long, long)? letter, ReturnedMail? leaves, var isForged) = (null, null, null, false);
        foreach (var line in mail.Headers.Take(MostHeaders).Where(h => Recipients.Contains(h.Field, StringComparer.OrdinalIgnoreCase)).Select(h => Short(h.Value)))
        {
            foreach (var (isLeave, token) in address.In(line))
            {
                if (isLeave) leaves ??= signer.ReadLeaveByMail(token);
                else if (signer.ReadReturn(token) is { } returned) bounced ??= returned;
                else letter ??= signer.ReadLetter(token);
                isForged = bounced is null && letter is null && leaves is null;
            }
        }

        return (bounced, bounced is null && leaves is null ? letter : null, leaves, isForged);
    }

    /// <summary>By the mail that it brings back: its number is signed too, and no secret. Reports of complaints come to another address, and some relays bring their own.</summary>
    private ReturnedMail? Original(List<MimeEntity> parts) =>
        Originals(parts).Select(id => signer.ReadMessage(id.Split('@')[0])).FirstOrDefault(m => m is not null) is { } mail ? mail with { IsOpen = true } : null;

    /// <summary>The numbers of the mails that it brings back.</summary>
    public static IEnumerable<string> Originals(List<MimeEntity> parts) =>
        parts.OfType<MessagePart>().Select(p => p.Message?.Headers[HeaderId.MessageId]).Where(id => id is { Length: < LongestLine }).Select(id => id!.Trim(' ', '<', '>'));

    private static MailReturn Feedback(MessageFeedbackReport report, ReturnedMail? mail, bool isForged)
    {
        var kind = report.Fields["Feedback-Type"]?.Trim() ?? "";
        if (mail is not { } about || isForged) return isForged ? new MailReturn.Forged() : new MailReturn.Other();
        if (kind.Equals("not-spam", StringComparison.OrdinalIgnoreCase)) return new MailReturn.Automatic();
        if (kind.StartsWith("opt-out", StringComparison.OrdinalIgnoreCase)) return new MailReturn.Leave(about);
        return kind.Equals("abuse", StringComparison.OrdinalIgnoreCase) || kind.Equals("fraud", StringComparison.OrdinalIgnoreCase) ? new MailReturn.Complaint(about) : new MailReturn.Automatic();
    }

    private static MailReturn Report(MessageDeliveryStatus status, ReturnedMail? mail, bool isForged)
    {
        // An envelope has one recipient: where a server tells of several, they are the addresses that it was passed on to.
        var groups = status.StatusGroups.Take(MostGroups).ToList();
        var failed = groups.Find(IsFailed);
        if (isForged) return new MailReturn.Forged();
        if (failed is null) return new MailReturn.Automatic();
        if (mail is not { } about) return new MailReturn.Other();
        // «smtp; 550 …»: which language the other server speaks tells nobody anything.
        var (code, said) = (Short(failed["Status"] ?? "").Trim(), Language().Replace(Short(failed["Diagnostic-Code"] ?? ""), ""));
        var kind = BounceTable.Of(code, said) ?? BounceKind.Soft;
        // Somebody behind the address has it: the address is good.
        if (kind == BounceKind.Hard && groups.Exists(HasArrived)) kind = BounceKind.Soft;
        return new MailReturn.Bounce(about, kind, Answer(said.Length > 0 ? said : code)) { For = [.. new[] { failed["Final-Recipient"], failed["Original-Recipient"] }.Select(Recipient).OfType<string>()] };
    }

    private static bool HasArrived(HeaderList group) => group["Action"]?.Trim().ToUpperInvariant() is "DELIVERED" or "RELAYED" or "EXPANDED";

    /// <summary>«rfc822; lea@example.org»; «utf-8; l\x{E9}a@example.org», the one sign by its number where the way there is not for it (RFC 6533, 3).</summary>
    private static string? Recipient(string? field)
    {
        var said = Short(field);
        return EmailAddress.KeyOf(Sign().Replace(said[(said.IndexOf(';', StringComparison.Ordinal) + 1)..], m => Rune.TryCreate(int.Parse(m.Groups["hex"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), out var sign) ? sign.ToString() : m.Value));
    }

    private static bool IsFailed(HeaderList group) => (group["Action"]?.Trim().ToUpperInvariant(), group["Status"]?.Trim()) switch
    {
        ("FAILED", _) => true,
        (null or "", { } status) => status.StartsWith('5'),
        _ => false,
    };

    /// <summary>As servers wrote before there were reports, and some still do: Exim, qmail, old Exchange.</summary>
    private static MailReturn Plain(MimeMessage mail, List<MimeEntity> parts, ReturnedMail about)
    {
        var text = parts.OfType<TextPart>().Select(Text).FirstOrDefault(t => t.Length > 0) ?? "";
        // What it brings back of the mail itself is our own text, and tells nothing.
        var end = Brought().Match(text) is { Success: true } brought ? brought.Index : text.Length;
        var said = text[..end];
        if (Delayed().IsMatch(mail.Subject ?? "") || Delayed().IsMatch(said)) return new MailReturn.Automatic();
        if (BounceTable.OfText(said) is not { } kind) return new MailReturn.Automatic();
        var telling = said.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => BounceTable.Of("", l) is not null) ?? said.Trim();
        return new MailReturn.Bounce(about, kind, Answer(telling));
    }

    /// <summary>RFC 3834, and the ways from before it.</summary>
    private static bool IsAutomatic(MimeMessage mail) => SaysAutomatic(mail) || Precedence(mail) is "BULK" or "LIST" || Away().IsMatch(mail.Subject ?? "");

    /// <summary>The same by what stands in its head for machines, whatever its subject is about. That a list or a group handed it on (Precedence) says nothing of who wrote it.</summary>
    public static bool SaysAutomatic(MimeMessage mail) =>
        SaysReply(mail) || IsOfServer(mail) || (mail.Headers["Auto-Submitted"]?.Trim() is { Length: > 0 } auto && !auto.Equals("no", StringComparison.OrdinalIgnoreCase)) || Precedence(mail) is "JUNK";

    /// <summary>Nobody is to answer it, or a server signs it.</summary>
    private static bool IsOfServer(MimeMessage mail) => mail.Headers["Return-Path"]?.Trim() == "<>" || IsPostmaster(mail);

    private static bool IsPostmaster(MimeMessage mail) => mail.From.Mailboxes.Take(5).Any(m => Postmasters().IsMatch(m.Address));

    private static bool IsReply(MimeMessage mail) => SaysReply(mail) || Away().IsMatch(mail.Subject ?? "");

    private static bool SaysReply(MimeMessage mail) => mail.Headers["Auto-Submitted"]?.Trim().StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) == true || mail.Headers.Contains("X-Autoreply") || mail.Headers.Contains("X-Autorespond") || Precedence(mail) is "AUTO_REPLY";

    private static string? Precedence(MimeMessage mail) => mail.Headers["Precedence"]?.Trim().ToUpperInvariant();

    /// <summary>So many of its parts, not deeper than the mail that it brings back.</summary>
    public static List<MimeEntity> Parts(MimeMessage mail)
    {
        var parts = new List<MimeEntity>();
        var open = new Stack<MimeEntity>();
        if (mail.Body is { } body) open.Push(body);
        while (open.Count > 0 && parts.Count < MostParts)
        {
            var part = open.Pop();
            parts.Add(part);
            if (part is not Multipart several) continue;
            foreach (var inner in several.Take(MostParts).Reverse()) open.Push(inner);
        }

        return parts;
    }

    private static string Text(TextPart part)
    {
        if (part.Content is not { } content) return "";
        using var stream = content.Open();
        var bytes = new byte[LongestText];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        // Phrases of servers are ASCII; a wrong or unknown charset must not stand in the way.
        return Encoding.Latin1.GetString(bytes, 0, length).Replace("\r", "", StringComparison.Ordinal);
    }

    private static string Short(string? line) => (line ?? "").Cut(LongestLine);

    /// <summary>What another server said, as it may be kept and shown.</summary>
    public static string Answer(string said) => RelayAnswers.Kept(Blank().Replace(said.Replace('\0', ' '), " ").Trim()).Cut(LongestAnswer);

    [GeneratedRegex(@"^(mailer-daemon|postmaster|mail-daemon|mdaemon|bounce[sd]?|no-?reply-?bounce)@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Postmasters();

    [GeneratedRegex(@"out of (the )?office|auto(matic)? ?-?(reply|response)|r.ponse automatique|absen(t|ce)|vacation|en cong|abwesenheit", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Away();

    [GeneratedRegex(@"\bdelayed\b|will continue to (try|be)|still being retried|warning: (could not|message)|no action is required on your part|retard", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Delayed();

    [GeneratedRegex(@"-{2,} ?(this is a copy|below this line|original message|message d.origine|returned message)|^(Return-path|Received|DKIM-Signature|Message-ID):", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Brought();

    [GeneratedRegex(@"^\s*[\w-]{1,20};\s*", RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    [GeneratedRegex(@"\\x\{(?<hex>[0-9a-f]{2,6})\}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sign();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();
}
