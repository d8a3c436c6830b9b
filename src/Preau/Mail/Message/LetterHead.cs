using MimeKit;
using Preau.Mail.Returns;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>The headers of a blast's mails.</summary>
public sealed class LetterHead
{
    private const int LongestName = 120;
    private readonly MailSettings mail;
    private readonly MailSigner signer;
    private readonly MailboxAddress from;
    private readonly MailboxAddress? replyTo;
    private readonly ReturnAddress? returns;
    private readonly long blastId;
    private readonly string listId;

    public LetterHead(MailSettings mail, MailSigner signer, Blast blast, string siteName)
    {
        (this.mail, this.signer, blastId) = (mail, signer, blast.Id);
        var name = MailTemplate.Line(blast.SenderName is { Length: > 0 } own ? own : mail.SenderName is { Length: > 0 } set ? set : siteName, LongestName);
        from = new MailboxAddress(name, EmailAddress.OnTheWire(mail.SenderAddress ?? ""));
        replyTo = EmailAddress.TryParse(blast.ReplyTo is { Length: > 0 } ? blast.ReplyTo : mail.AnswersTo, out var answers) && !answers.NeedsUtf8 ? new MailboxAddress(name, EmailAddress.OnTheWire(answers.Address)) : null;
        returns = ReturnAddress.Of(mail);
        listId = $"<news.{mail.SenderDomain}>";
    }

    /// <summary>Where what cannot be delivered is sent back to: the return mailbox, with who it was for, or else the address that the mail says it is from.</summary>
    public MailboxAddress ReturnPath(long personId) => returns is null ? from : new MailboxAddress("", returns.OfBounce(signer, blastId, personId));

    public Letter Write(long personId, string to, string fullName, MailWords words, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var letter = new Letter(body) { Subject = words.Subject, Date = now, MessageId = $"{signer.MessageName(blastId, personId)}@{mail.SenderDomain}" };
        // An address tells every mail that holds it of changes, and so would keep each of them in memory: each gets its own.
        letter.From.Add(from.Clone());
        if (replyTo is not null) letter.ReplyTo.Add(replyTo.Clone());
        letter.To.Add(new MailboxAddress(MailTemplate.Line(fullName, LongestName), EmailAddress.OnTheWire(to)));
        letter.Headers.Add(HeaderId.ListId, listId);
        letter.Headers.Add(HeaderId.ListUnsubscribe, returns is null ? $"<{words.LeaveUrl}>" : $"<{words.LeaveUrl}>, <mailto:{returns.OfLeave(signer, blastId, personId)}?subject=unsubscribe>");
        letter.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        // Answers from machines («I am away») are not wanted, and this says so.
        letter.Headers.Add(HeaderId.Precedence, "bulk");
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        return letter;
    }
}
