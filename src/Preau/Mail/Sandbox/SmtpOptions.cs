namespace Preau.Mail.Sandbox;

/// <summary>What the sandbox's mail server takes. Strict, so that what is wrong with a mail is seen here and not by a stranger's relay.</summary>
public sealed class SmtpOptions
{
    /// <summary>RFC 4954 lets a line of AUTH be this long; all other commands are far shorter.</summary>
    public int MaxCommand { get; set; } = 12_288;

    /// <summary>RFC 5322: a line of a mail, without its end.</summary>
    public int MaxLine { get; set; } = 998;
    public int MaxMail { get; set; } = 10 * 1024 * 1024;
    public int MaxRecipients { get; set; } = 100;
    public int MaxConnections { get; set; } = 200;

    /// <summary>Of all mails that are being taken at this moment together.</summary>
    public long MaxBytesAtOnce { get; set; } = 64 * 1024 * 1024;

    /// <summary>Announces that it takes addresses that are not ASCII before the «@».</summary>
    public bool HasUtf8 { get; set; } = true;

    /// <summary>How long a client may say nothing.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(5);
}
