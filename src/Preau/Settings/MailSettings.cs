using Preau.Shared;

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

    /// <summary>The same of a second key, Ed25519 (RFC 8463): its 32 bytes in base 64, sealed, and its public half.</summary>
    public string? SealedSecondKey { get; set; }
    public string? SecondPublicKey { get; set; }
    public string SecondSelector => DkimSelector + "-ed";

    /// <summary>Where mails come back to; null where that is the sender's own address.</summary>
    public ReturnMailboxSettings? Returns { get; set; }

    /// <summary>Another relay for single mails; null where they leave by the same as all others.</summary>
    public SingleRelay? SingleRelay { get; set; }

    /// <summary>The same with the relay by which thanks, links to a new password and answers leave: what many get does not hold them up, nor spoil the name they arrive under.</summary>
    public MailSettings ForSingle()
    {
        if (SingleRelay is not { } other) return this;
        var mail = (MailSettings)MemberwiseClone();
        (mail.RelayHost, mail.RelayPort, mail.Security, mail.UserName, mail.SealedPassword) = (other.Host, other.Port, other.Security, other.UserName, other.SealedPassword);
        return mail;
    }

    /// <summary>The mailbox where people's answers arrive; null where nobody reads them here.</summary>
    public ReturnMailboxSettings? Inbox { get; set; }

    /// <summary>How long conversations that are closed are kept; 0 is as long as the person.</summary>
    public int InboxMonths { get; set; } = 24;

    /// <summary>Where mails ask to be answered.</summary>
    public string? AnswersTo => string.IsNullOrWhiteSpace(ReplyTo) ? Inbox?.Address : ReplyTo;

    /// <summary>The provider that tells by webhook what came back, and, sealed, what its calls are known by.</summary>
    public string? ReturnSource { get; set; }
    public string? SealedReturnSecret { get; set; }

    /// <summary>Where that provider is asked about a mail, and, sealed, with which key.</summary>
    public ProviderRegion ProviderRegion { get; set; }
    public string? SealedProviderKey { get; set; }

    public bool IsComplete => !string.IsNullOrWhiteSpace(RelayHost) && !string.IsNullOrWhiteSpace(SenderAddress);

    /// <summary>That of the envelope, where mails come back to another address than the sender's, as the DNS knows it.</summary>
    public string? ReturnDomain => Returns is { IsComplete: true } ? EmailAddress.DomainOnTheWire(Returns.Address) : null;

    /// <summary>As the DNS knows it: mails are signed, paced and looked up by it, however the address was typed.</summary>
    public string? SenderDomain => EmailAddress.DomainOnTheWire(SenderAddress);
}

/// <summary>Where a provider keeps what it knows.</summary>
public enum ProviderRegion
{
    Eu,
    Us,

    /// <summary>That of this installation, which speaks the same.</summary>
    Sandbox,
}

/// <summary>A relay beside the first.</summary>
public sealed class SingleRelay
{
    public string? Host { get; set; }
    public int Port { get; set; } = 587;
    public RelaySecurity Security { get; set; } = RelaySecurity.StartTls;
    public string? UserName { get; set; }

    /// <summary>Sealed by <see cref="Seal"/>; never shown again.</summary>
    public string? SealedPassword { get; set; }
}

/// <summary>The mailbox that is read for what comes back, by IMAP.</summary>
public sealed class ReturnMailboxSettings
{
    /// <summary>Its server takes «name+anything@» for «name@».</summary>
    public string? Address { get; set; }
    public string? Host { get; set; }
    public int Port { get; set; } = 993;
    public RelaySecurity Security { get; set; } = RelaySecurity.Tls;
    public string? UserName { get; set; }

    /// <summary>Sealed by <see cref="Seal"/>; never shown again.</summary>
    public string? SealedPassword { get; set; }
    public string Folder { get; set; } = "INBOX";

    public bool IsComplete => !string.IsNullOrWhiteSpace(Address) && !string.IsNullOrWhiteSpace(Host) && !string.IsNullOrWhiteSpace(UserName);

    /// <summary>Another one is read from its beginning.</summary>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{UserName}@{Host}:{Port}/{Folder}");
}
