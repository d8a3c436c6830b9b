using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>Opens connections to the relay that a campaign set: the one way in which mail leaves. A connection serves one sender at a time.</summary>
public sealed class RelayClient(Seal seal)
{
    public const string PasswordUse = "relay";

    public Task<SmtpClient> Open(MailSettings mail, TimeSpan patience, CancellationToken ct) => Open(mail, new SmtpClient(), patience, ct);

    /// <param name="mail">The relay as it is set.</param>
    /// <param name="smtp">Not connected yet; thrown away when it cannot be.</param>
    /// <param name="patience">How long the relay may be silent, then and later.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<T> Open<T>(MailSettings mail, T smtp, TimeSpan patience, CancellationToken ct) where T : SmtpClient
    {
        smtp.Timeout = (int)patience.TotalMilliseconds;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        // Without waiting to fill packets: a mail is many small writes, each of which would wait for the relay's delayed acknowledgement, 40 ms a mail.
        // And with little room: what this machine still holds counts as handed over, so that a relay that hangs up in the middle of a large mail would leave it unknown.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = 65_536 };
        try
        {
            await socket.ConnectAsync(mail.RelayHost ?? "", mail.RelayPort, limit.Token);
            await smtp.ConnectAsync(socket, mail.RelayHost ?? "", mail.RelayPort, mail.Security switch
            {
                RelaySecurity.None => SecureSocketOptions.None,
                RelaySecurity.StartTls => SecureSocketOptions.StartTls,
                RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
            }, limit.Token);
            if (!string.IsNullOrEmpty(mail.UserName)) await smtp.AuthenticateAsync(mail.UserName, seal.Open(mail.SealedPassword, PasswordUse) ?? "", limit.Token);
            return smtp;
        }
        catch (OperationCanceledException silence) when (!ct.IsCancellationRequested)
        {
            smtp.Dispose();
            socket.Dispose();
            throw new TimeoutException(RelayTrouble.TooLate, silence);
        }
        catch
        {
            smtp.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether it takes this address as it is: only relays that say so take one that is not ASCII before the «@».</summary>
    /// <param name="smtp">Open.</param>
    /// <param name="address">As <see cref="EmailAddress.OnTheWire"/> has it.</param>
    public static bool Takes(SmtpClient smtp, string address) => Ascii.IsValid(address) || smtp.Capabilities.HasFlag(SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime);

    /// <summary>
    /// Has a mail whose addresses are ASCII leave as such, also by a relay that takes others: the library reads a domain in its ASCII form as one that is not, and a server behind the relay that takes no others
    /// would have to send the mail back (RFC 6531, 3.6). From then on the connection takes no others.
    /// </summary>
    /// <returns>Whether it did before.</returns>
    public static bool StaysAscii(SmtpClient smtp, params IReadOnlyCollection<MailboxAddress> envelope)
    {
        if (!smtp.Capabilities.HasFlag(SmtpCapabilities.UTF8) || !envelope.Any(m => m.IsInternational) || !envelope.All(m => Ascii.IsValid(m.GetAddress(idnEncode: true)))) return false;
        smtp.Capabilities &= ~SmtpCapabilities.UTF8;
        return true;
    }

    /// <summary>What a relay or the way to it can do wrong, as against a mistake of ours.</summary>
    public static bool IsTrouble(Exception problem) => problem is ProtocolException or CommandException or SocketException or IOException or TimeoutException or NotSupportedException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or System.Security.Authentication.AuthenticationException or MailKit.Security.AuthenticationException or SslHandshakeException;
}
