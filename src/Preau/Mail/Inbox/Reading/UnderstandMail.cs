using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Preau.Mail.Returns;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Reads a mail that anybody may have written: text only, so much of each part and no more.</summary>
public static partial class UnderstandMail
{
    private const int MostNumbers = 30, MostAttachments = 20, LongestName = 120, LongestFileName = 100;
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(90);

    /// <summary>Null where nobody could be answered, or it is no mail.</summary>
    public static IncomingMail? Of(MimeMessage mail, bool isCut, DateTimeOffset now)
    {
        try
        {
            return Read(mail, isCut, now);
        }
        catch (Exception garbled) when (garbled is FormatException or ArgumentException or NotSupportedException or DecoderFallbackException)
        {
            // Parts of it are read only when they are looked at.
            return null;
        }
    }

    private static IncomingMail? Read(MimeMessage mail, bool isCut, DateTimeOffset now)
    {
        if (mail.From.Mailboxes.FirstOrDefault() is not { } sender || !EmailAddress.TryParse(sender.Address, out var from)) return null;
        var parts = ReturnReader.Parts(mail);
        var subject = MailTemplate.Line(OwnWords.Clean(mail.Subject ?? ""), InboxMail.LongestSubject).Trim();
        var words = OwnWords.Of(Text(mail));
        var id = Number(mail.MessageId);
        return new(from, MailTemplate.Line(OwnWords.Clean(sender.Name ?? ""), LongestName).Trim(), subject, words)
        {
            Key = KeyOf(id ?? mail.Headers["Date"] ?? "", from.Key, subject, words), MessageId = id,
            Answers = [.. mail.References.Reverse().Prepend(mail.InReplyTo).Select(Number).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostNumbers)],
            At = mail.Date > now || mail.Date < now - Oldest ? now : mail.Date.ToUniversalTime(),
            IsAutomatic = ReturnReader.SaysAutomatic(mail) || Away().IsMatch(subject) || parts.Exists(p => p is MessageDeliveryStatus or MessageFeedbackReport),
            Failed = parts.OfType<MessageDeliveryStatus>().Any() ? ReturnReader.Originals(parts).FirstOrDefault() : null,
            Attachments = string.Join('\n', parts.Where(p => p.IsAttachment).OfType<MimePart>().Take(MostAttachments).Select(Attachment)),
            IsCut = isCut,
        };
    }

    private static string Text(MimeMessage mail) => mail.TextBody is { } plain && plain.Trim().Length > 0 ? plain.Cut(2 * InboxMail.LongestText)
        : mail.HtmlBody is { } html ? HtmlText.Of(html) : "";

    /// <summary>The same mail that came by two ways has other lines of servers in its head; what somebody wrote is the same.</summary>
    private static string KeyOf(string number, string from, string subject, OwnWords words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{number}\n{from}\n{subject}\n{words.Own}\n{words.Quoted}")));

    private static string Attachment(MimePart part)
    {
        var name = MailTemplate.Line(OwnWords.Clean(part.FileName ?? part.ContentType.MimeType), LongestFileName).Trim();
        var bytes = part.Content?.Stream is { CanSeek: true } stream ? stream.Length * (part.ContentTransferEncoding == ContentEncoding.Base64 ? 3 : 4) / 4 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{name}\t{bytes}");
    }

    /// <summary>Only what may stand in the head of an answer.</summary>
    private static string? Number(string? id) => id?.Trim(' ', '<', '>') is { Length: > 2 and < 250 } bare && Numbers().IsMatch(bare) ? bare : null;

    // Letters and signs of an address (RFC 5322, 3.2.3): nothing that a head or the store would stumble over.
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9._-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();

    // At the beginning alone: «Absence jeudi» may be a person’s own words.
    [GeneratedRegex(@"^(re ?: ?)?(automatic reply|auto ?-?(reply|response)|out of (the )?office|r.ponse automatique|absence du bureau|message d.absence|abwesenheits|risposta automatica|respuesta autom.tica)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Away();
}
