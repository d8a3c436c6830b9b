using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <param name="Client">The connection, to be disposed.</param>
/// <param name="Folder">Open for reading and marking.</param>
/// <param name="Line">Gives no more than is allowed.</param>
public sealed record OpenMailbox(ImapClient Client, IMailFolder Folder, MeteredStream Line) : IDisposable
{
    public void Dispose() => Client.Dispose();
}

/// <summary>Opens the return mailbox that a campaign set. What goes wrong is for <see cref="ReturnTrouble"/>.</summary>
public sealed class ReturnClient(Seal seal)
{
    public const string PasswordUse = "returns";

    // The numbers of a million mails.
    private const long MostBefore = 16 * 1024 * 1024;

    public async Task<OpenMailbox> Open(ReturnMailboxSettings mailbox, CancellationToken ct)
    {
        var line = await Connect(mailbox, ct);
        var imap = new ImapClient();
        try
        {
            line.Allow(MostBefore);
            await imap.ConnectAsync(line, mailbox.Host ?? "", mailbox.Port, mailbox.Security switch
            {
                RelaySecurity.None => SecureSocketOptions.None,
                RelaySecurity.StartTls => SecureSocketOptions.StartTls,
                RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
            }, ct);
            await imap.AuthenticateAsync(mailbox.UserName ?? "", seal.Open(mailbox.SealedPassword, PasswordUse) ?? "", ct);
            var folder = mailbox.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) && imap.Inbox is { } inbox ? inbox : await imap.GetFolderAsync(mailbox.Folder, ct);
            await folder.OpenAsync(FolderAccess.ReadWrite, ct);
            return new OpenMailbox(imap, folder, line);
        }
        catch
        {
            imap.Dispose();
            await line.DisposeAsync();
            throw;
        }
    }

    private static async Task<MeteredStream> Connect(ReturnMailboxSettings mailbox, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(mailbox.Host ?? "", mailbox.Port, ct);
            return new MeteredStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
