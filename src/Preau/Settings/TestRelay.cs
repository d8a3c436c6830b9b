using MimeKit;
using Preau.Shared;

namespace Preau.Settings;

public abstract record RelayTest
{
    public sealed record Sent(string Answer) : RelayTest;

    /// <param name="Reason">In words of <see cref="RelayTrouble"/>.</param>
    /// <param name="IsAnswer">The relay said so itself.</param>
    public sealed record Failed(string Reason, bool IsAnswer) : RelayTest;
}

/// <summary>One mail over the relay as it is set, so that somebody sees it arrive before a thousand others depend on it.</summary>
public sealed class TestRelay(RelayClient relay)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<RelayTest> Run(MailSettings mail, string to, string subject, string text, CancellationToken ct)
    {
        using var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress(mail.SenderName, EmailAddress.OnTheWire(mail.SenderAddress ?? "")));
        message.To.Add(new MailboxAddress("", EmailAddress.OnTheWire(to)));
        return await Run(mail, message, ct);
    }

    public async Task<RelayTest> Run(MailSettings mail, MimeMessage message, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var isOpen = false;
        try
        {
            using var smtp = await relay.Open(mail, Patience, limit.Token);
            isOpen = true;
            if (!message.To.Mailboxes.All(m => RelayClient.Takes(smtp, m.GetAddress(idnEncode: true)))) return new RelayTest.Failed(RelayTrouble.NoUtf8, IsAnswer: false);
            RelayClient.StaysAscii(smtp, [.. message.From.Mailboxes, .. message.To.Mailboxes]);
            var answer = await smtp.SendAsync(message, limit.Token);
            await smtp.DisconnectAsync(quit: true, limit.Token);
            return new RelayTest.Sent(answer);
        }
        catch (Exception problem) when (RelayClient.IsTrouble(problem) || problem is OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new RelayTest.Failed(RelayTrouble.Of(problem, isOpen), RelayTrouble.IsAnswer(problem));
        }
    }
}
