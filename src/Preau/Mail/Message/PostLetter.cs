using MailKit;
using MailKit.Net.Smtp;
using MimeKit;
using MimeKit.Utils;
using Preau.Jobs;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>
/// One mail that somebody is owed for what they did, over the nation's relay and under its name. It belongs to no list: nobody has to agree to it, and there
/// is nothing to leave. It says once how it ended; whether it is tried again is the caller's to decide.
/// </summary>
public sealed class PostLetter(NationSettings settings, CurrentNation nation, RelayClient relay, MailLinks links, Seal seal, TimeProvider clock)
{
    private const int LongestName = 120;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns><see cref="HandoverEnd.Sent"/>, <see cref="HandoverEnd.Refused"/>, <see cref="HandoverEnd.Later"/> where nothing left, <see cref="HandoverEnd.Unknown"/> where it may have.</returns>
    public async Task<HandoverEnd> Run(PostedLetter letter, CancellationToken ct)
    {
        var mail = (await settings.Get<MailSettings>(ct)).ForSingle();
        var (name, returns) = await Marked(mail, letter, ct);
        using var message = Write(mail, letter, name);
        var from = message.From.Mailboxes.First();
        using (var dkim = CampaignKey.Open(mail, seal, clock)) dkim?.Sign(message);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var content = new Content();
        try
        {
            using var smtp = await relay.Open(mail, Patience, limit.Token);
            if (!message.To.Mailboxes.All(m => RelayClient.Takes(smtp, m.GetAddress(idnEncode: true)))) return new HandoverEnd.Refused(RelayTrouble.NoUtf8, IsAddressBad: false);
            RelayClient.StaysAscii(smtp, [returns ?? from, .. message.To.Mailboxes]);
            try
            {
                await smtp.SendAsync(message, returns ?? from, message.To.Mailboxes, limit.Token, content);
            }
            catch (SmtpCommandException refusal) when (returns is not null && refusal.ErrorCode == SmtpErrorCode.SenderNotAccepted)
            {
                // Some relays take only the senders that they were told of. Nothing has left yet, and what comes back goes to the sender then.
                await smtp.SendAsync(message, from, message.To.Mailboxes, limit.Token, content);
            }

            return new HandoverEnd.Sent();
        }
        catch (SmtpCommandException refusal)
        {
            var said = RelayAnswers.Kept($"{(int)refusal.StatusCode} {refusal.Message}");
            return RelayAnswers.Of(refusal) switch
            {
                RelayAnswer.BadAddress => new HandoverEnd.Refused(said, IsAddressBad: true),
                RelayAnswer.Policy => new HandoverEnd.Refused(said, IsAddressBad: false),
                RelayAnswer.NotNow or RelayAnswer.NotFromUs or RelayAnswer.Closing => new HandoverEnd.Later(said, JobOptions.Gap(1)),
            };
        }
        catch (Exception trouble) when (RelayClient.IsTrouble(trouble) || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            var said = RelayAnswers.Kept(RelayTrouble.Of(trouble, content.HasLeft));
            return content.HasLeft ? new HandoverEnd.Unknown(said) : new HandoverEnd.Later(said, JobOptions.Gap(1));
        }
    }

    /// <summary>By what it is known whose letter came back: its number, and the address that it comes back to. Neither where it is nobody's of whom there is a record; it comes back to the sender where nobody reads a return mailbox.</summary>
    private async Task<(string? Name, MailboxAddress? Returns)> Marked(MailSettings mail, PostedLetter letter, CancellationToken ct)
    {
        if (letter.PersonId is not { } person || EmailAddress.KeyOf(letter.To) is not { } key || await links.Find(ct) is not { } signer) return (null, null);
        return (signer.LetterName(person, key), ReturnAddress.Of(mail) is { } returns ? new MailboxAddress("", returns.OfLetter(signer, person, key)) : null);
    }

    /// <param name="mail">Whose name it leaves under.</param>
    /// <param name="letter">What it says.</param>
    /// <param name="name">The left side of its number, where that says whose it is.</param>
    private MimeMessage Write(MailSettings mail, PostedLetter letter, string? name)
    {
        var domain = mail.SenderDomain ?? "localhost";
        var from = MailTemplate.Line(letter.SenderName is { Length: > 0 } own ? own : mail.SenderName is { Length: > 0 } set ? set : nation.Facts.Name, LongestName);
        var message = new MimeMessage
        {
            Subject = MailTemplate.Line(letter.Subject, MailTemplate.LongestSubject), Date = clock.GetUtcNow(), MessageId = letter.Answer?.MessageId ?? (name is null ? MimeUtils.GenerateMessageId(domain) : $"{name}@{domain}"),
            Body = letter.Html is { } html ? new MultipartAlternative(Part("plain", letter.Text), Part("html", html)) : Part("plain", letter.Text),
        };
        message.From.Add(new MailboxAddress(from, EmailAddress.OnTheWire(mail.SenderAddress ?? "")));
        if (EmailAddress.TryParse(letter.ReplyTo is { Length: > 0 } ? letter.ReplyTo : mail.AnswersTo, out var answers) && !answers.NeedsUtf8) message.ReplyTo.Add(new MailboxAddress(from, EmailAddress.OnTheWire(answers.Address)));
        message.To.Add(new MailboxAddress(MailTemplate.Line(letter.Name, LongestName), EmailAddress.OnTheWire(letter.To)));
        if (letter.Answer is not { } answer)
        {
            message.Headers.Add("Auto-Submitted", "auto-generated");
            return message;
        }

        // Mail programs put it below what it answers.
        if (answer.To is [.., var last]) message.InReplyTo = last;
        message.References.AddRange(answer.To);
        return message;

        static TextPart Part(string kind, string text) => new(kind) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
    }

    /// <summary>Hears of the first byte of content that leaves.</summary>
    private sealed class Content : ITransferProgress
    {
        public bool HasLeft { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasLeft = true;

        public void Report(long bytesTransferred) => HasLeft = true;
    }
}

/// <summary>What is said to one person, and where.</summary>
public sealed record PostedLetter(string To, string Name, string Subject, string Text)
{
    /// <summary>The same to be looked at; a letter may have none.</summary>
    public string? Html { get; init; }

    /// <summary>Both as in the settings when null.</summary>
    public string? SenderName { get; init; }
    public string? ReplyTo { get; init; }

    /// <summary>Whose address it is, to be marked when it comes back; an answer by hand comes back to the sender's address, where people read it.</summary>
    public long? PersonId { get; init; }

    /// <summary>Where somebody of the team answers by hand.</summary>
    public Answering? Answer { get; init; }
}

/// <summary>What an answer says of itself.</summary>
/// <param name="MessageId">Its number, the same each time it is tried.</param>
/// <param name="To">The numbers of the mails before it, oldest first; each may stand in a head.</param>
public sealed record Answering(string MessageId, IReadOnlyList<string> To);
