using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>Opens the return mailbox that a campaign set. What goes wrong is for <see cref="ReturnTrouble"/>.</summary>
public sealed class ReturnClient(Seal seal)
{
    public const string PasswordUse = "returns";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>The connection, to be disposed, and its folder, open for reading and marking.</returns>
    public async Task<(ImapClient Client, IMailFolder Folder)> Open(ReturnMailboxSettings mailbox, CancellationToken ct)
    {
        var imap = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await imap.ConnectAsync(mailbox.Host ?? "", mailbox.Port, mailbox.Security switch
            {
                RelaySecurity.None => SecureSocketOptions.None,
                RelaySecurity.StartTls => SecureSocketOptions.StartTls,
                RelaySecurity.Tls => SecureSocketOptions.SslOnConnect,
            }, ct);
            await imap.AuthenticateAsync(mailbox.UserName ?? "", seal.Open(mailbox.SealedPassword, PasswordUse) ?? "", ct);
            var folder = mailbox.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) && imap.Inbox is { } inbox ? inbox : await imap.GetFolderAsync(mailbox.Folder, ct);
            await folder.OpenAsync(FolderAccess.ReadWrite, ct);
            return (imap, folder);
        }
        catch
        {
            imap.Dispose();
            throw;
        }
    }
}
