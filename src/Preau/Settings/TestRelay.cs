using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Preau.Settings;

public abstract record RelayTest
{
    public sealed record Sent(string Answer) : RelayTest;

    public sealed record Failed(string Reason) : RelayTest;
}

/// <summary>One mail over the relay as it is set, so that somebody sees it arrive before a thousand others depend on it.</summary>
public sealed class TestRelay(Seal seal)
{
    public const string PasswordUse = "relay";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<RelayTest> Run(MailSettings mail, string to, string subject, string text, CancellationToken ct)
    {
        using var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        message.From.Add(new MailboxAddress(mail.SenderName, mail.SenderAddress ?? ""));
        message.To.Add(MailboxAddress.Parse(to));
        using var smtp = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await smtp.ConnectAsync(mail.RelayHost ?? "", mail.RelayPort, mail.Security switch
            {
                RelaySecurity.None => SecureSocketOptions.None,
                RelaySecurity.StartTls => SecureSocketOptions.StartTls,
                RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
            }, limit.Token);
            if (!string.IsNullOrEmpty(mail.UserName)) await smtp.AuthenticateAsync(mail.UserName, seal.Open(mail.SealedPassword, PasswordUse) ?? "", limit.Token);
            var answer = await smtp.SendAsync(message, limit.Token);
            await smtp.DisconnectAsync(quit: true, limit.Token);
            return new RelayTest.Sent(answer);
        }
        catch (Exception problem) when (problem is ProtocolException or CommandException or SocketException or IOException or System.Security.Authentication.AuthenticationException or MailKit.Security.AuthenticationException or SslHandshakeException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new RelayTest.Failed(problem is OperationCanceledException ? "The relay did not answer within 15 seconds." : problem.Message);
        }
    }
}
