using System.Security.Cryptography;

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

    public static string RecordName(MailSettings mail) => $"{mail.DkimSelector}._domainkey.{mail.SenderDomain}";

    /// <summary>Only the relay sends for this domain; what comes from elsewhere is marked.</summary>
    public static string SpfText(MailSettings mail) => $"v=spf1 a:{mail.RelayHost} ~all";

    public static string DmarcText(MailSettings mail) => $"v=DMARC1; p=none; rua=mailto:{mail.ReplyTo ?? mail.SenderAddress}";

    public static string RecordText(MailSettings mail) => $"v=DKIM1; k=rsa; p={mail.DkimPublicKey}";
}
