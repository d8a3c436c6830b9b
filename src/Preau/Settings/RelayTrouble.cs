using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>What went wrong on the way to a relay, as a sentence of ours that can be kept and is read in the reader's language; only what a relay itself answered is quoted.</summary>
public static class RelayTrouble
{
    public const string NoSuchName = "The relay was not found: nothing on the network has its name. Look at how it is written.";
    public const string NoConnection = "No connection to the relay: nothing answers at its address and port.";
    public const string TooLate = "The relay did not answer in time.";
    public const string BrokenOff = "The relay broke off the connection before it took a mail.";
    public const string BrokenOffInMail = "The connection to the relay broke off in the middle of a mail.";
    public const string NoEncryption = "No encrypted connection to the relay: its certificate is not valid for its name, or the port wants another kind of encryption.";
    public const string NotOffered = "The relay does not offer what is set: this encryption, or to log in.";
    public const string NoUtf8 = "The relay does not take addresses with letters like these before the @. Nothing is wrong with the address; another relay may take it.";
    public const string LogInRefused = "The relay refused the log-in: look at the user name and the password.";
    public const string NobodyAnywhere = "Of ten addresses in a row the relay said that nobody is there. No list is that bad: look at what is wrong with the relay before you let it go on.";

    // What the relay said may stand behind these.
    private static readonly string[] Quoting = [LogInRefused, NobodyAnywhere];

    /// <param name="trouble">What <see cref="RelayClient.IsTrouble"/> knows, or giving up for the time it took.</param>
    /// <param name="isInMail">The connection stood, and a mail was on its way.</param>
    public static string Of(Exception trouble, bool isInMail = false) => trouble switch
    {
        SmtpCommandException refusal => $"{(int)refusal.StatusCode} {refusal.Message}",
        MailKit.Security.AuthenticationException refused => refused.Message is [>= '4' and <= '5', ..] ? $"{LogInRefused} {refused.Message}" : LogInRefused,
        SslHandshakeException or System.Security.Authentication.AuthenticationException => NoEncryption,
        OperationCanceledException or TimeoutException => TooLate,
        NotSupportedException => NotOffered,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery } => NoSuchName,
        SocketException { SocketErrorCode: SocketError.TimedOut } or IOException { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut } } => TooLate,
        SocketException when !isInMail => NoConnection,
        _ => isInMail ? BrokenOffInMail : BrokenOff,
    };

    /// <summary>Whether it is the relay that speaks, rather than we of it.</summary>
    public static bool IsAnswer(Exception trouble) => trouble is SmtpCommandException;

    /// <summary>What <see cref="Of"/> said, in these words.</summary>
    public static string In(Words words, string said) =>
        Array.Find(Quoting, q => said.Length > q.Length && said.StartsWith(q, StringComparison.Ordinal)) is { } ours ? words[ours] + said[ours.Length..] : words[said];
}
