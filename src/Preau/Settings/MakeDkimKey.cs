using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Preau.Shared;

namespace Preau.Settings;

/// <summary>A new RSA key of 2,048 bits (RFC 8301) that signs the campaign's mail, and the text that goes into the DNS.</summary>
public sealed class MakeDkimKey(Seal seal)
{
    public const string Use = "dkim";
    private const int Bits = 2048;

    public void Run(MailSettings mail)
    {
        using var rsa = RSA.Create(Bits);
        mail.SealedDkimKey = seal.Close(rsa.ExportPkcs8PrivateKeyPem(), Use);
        mail.DkimPublicKey = Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Mails carry both signatures; who does not know the second kind reads over it.</summary>
    public void Second(MailSettings mail)
    {
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        mail.SealedSecondKey = seal.Close(Convert.ToBase64String(key.GetEncoded()), Use);
        mail.SecondPublicKey = Convert.ToBase64String(key.GeneratePublicKey().GetEncoded());
    }

    public static string SecondName(MailSettings mail) => $"{mail.SecondSelector}._domainkey.{mail.SenderDomain}";

    public static string SecondText(MailSettings mail) => $"v=DKIM1; k=ed25519; p={mail.SecondPublicKey}";

    public static string RecordName(MailSettings mail) => $"{mail.DkimSelector}._domainkey.{mail.SenderDomain}";

    /// <summary>Only the relay sends for this domain; what comes from elsewhere is marked.</summary>
    public static string SpfText(MailSettings mail) => $"v=spf1 {Sender(mail.RelayHost)} ~all";

    // RFC 7208, 5.3 and 5.6: «a» asks the DNS for a name, an address is named as what it is.
    private static string Sender(string? relay) => IPAddress.TryParse(relay?.Trim('[', ']'), out var address)
        ? $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? "ip6" : "ip4")}:{address}"
        : $"a:{relay}";

    public static string DmarcText(MailSettings mail) => $"v=DMARC1; p=none; rua=mailto:{EmailAddress.OnTheWire(mail.ReplyTo ?? mail.SenderAddress ?? "")}";

    public static string RecordText(MailSettings mail) => $"v=DKIM1; k=rsa; p={mail.DkimPublicKey}";
}
