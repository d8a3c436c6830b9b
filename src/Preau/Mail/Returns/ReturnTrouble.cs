using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Preau.Mail.Returns;

/// <summary>What went wrong on the way to the return mailbox, as a sentence that can be kept and is read in the reader's language.</summary>
public static class ReturnTrouble
{
    public const string NoSuchName = "The mail server was not found: nothing on the network has its name. Look at how it is written.";
    public const string NoConnection = "No connection to the mail server: nothing answers at its address and port.";
    public const string TooLate = "The mail server did not answer in time.";
    public const string NoEncryption = "No encrypted connection to the mail server: its certificate is not valid for its name, or the port wants another kind of encryption.";
    public const string LogInRefused = "The mail server refused the log-in: look at the user name and the password.";
    public const string NoFolder = "The mailbox has no folder of this name.";
    public const string BrokenOff = "The connection to the mail server broke off.";

    /// <summary>What a server or the way to it can do wrong, as against a mistake of ours.</summary>
    public static bool Is(Exception problem) => problem is ProtocolException or CommandException or SocketException or IOException or TimeoutException or NotSupportedException or FolderNotFoundException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or System.Security.Authentication.AuthenticationException or AuthenticationException or SslHandshakeException;

    public static string Of(Exception trouble) => trouble switch
    {
        AuthenticationException => LogInRefused,
        SslHandshakeException or System.Security.Authentication.AuthenticationException or NotSupportedException => NoEncryption,
        OperationCanceledException or TimeoutException or SocketException { SocketErrorCode: SocketError.TimedOut } => TooLate,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery } => NoSuchName,
        SocketException => NoConnection,
        FolderNotFoundException or ImapCommandException => NoFolder,
        _ => BrokenOff,
    };
}
