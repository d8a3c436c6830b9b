namespace Preau.Settings;

public enum RelaySecurity
{
    None,
    StartTls,
    Tls,
}

/// <summary>How mail leaves: the relay, who it is from, and the key that signs it.</summary>
public sealed class MailSettings
{
    public string? RelayHost { get; set; }
    public int RelayPort { get; set; } = 587;
    public RelaySecurity Security { get; set; } = RelaySecurity.StartTls;
    public string? UserName { get; set; }

    /// <summary>Sealed by <see cref="Seal"/>; never shown again.</summary>
    public string? SealedPassword { get; set; }
    public string? SenderName { get; set; }
    public string? SenderAddress { get; set; }
    public string? ReplyTo { get; set; }

    /// <summary>When the relay, as it is set now, last took a test.</summary>
    public DateTimeOffset? TestedAt { get; set; }
    public string DkimSelector { get; set; } = "preau";

    /// <summary>PKCS#8 in PEM, sealed.</summary>
    public string? SealedDkimKey { get; set; }

    /// <summary>The public half, as it stands in the DNS record.</summary>
    public string? DkimPublicKey { get; set; }

    public bool IsComplete => !string.IsNullOrWhiteSpace(RelayHost) && !string.IsNullOrWhiteSpace(SenderAddress);

    public string? SenderDomain => SenderAddress is { } address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? address[(at + 1)..] : null;
}
