using System.Security.Cryptography;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Preau.Settings;

namespace Preau.Mail;

/// <summary>
/// Signs mail for the sender's domain (DKIM, relaxed/relaxed, rsa-sha256) by .NET's RSA, six times as fast as the one that the library brings. One for
/// each connection: a key signs for one thread at a time.
/// </summary>
public sealed class CampaignKey : DkimSigner, IDisposable
{
    // RFC 8058: both headers of the one-click way to leave must be signed.
    private static readonly string[] Signed =
        ["From", "Reply-To", "To", "Subject", "Date", "Message-Id", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version"];
    private static readonly FormatOptions Wire = OnTheWire();
    private readonly RSA rsa;
    private readonly TimeProvider clock;

    private CampaignKey(RSA rsa, string domain, string selector, TimeProvider clock) : base(PrivateKeyFactory.CreateKey(rsa.ExportPkcs8PrivateKey()), domain, selector, DkimSignatureAlgorithm.RsaSha256)
    {
        (this.rsa, this.clock) = (rsa, clock);
        (HeaderCanonicalizationAlgorithm, BodyCanonicalizationAlgorithm) = (DkimCanonicalizationAlgorithm.Relaxed, DkimCanonicalizationAlgorithm.Relaxed);
    }

    /// <summary>Null where the campaign has no key, or none that this installation can open.</summary>
    public static CampaignKey? Open(MailSettings mail, Seal seal, TimeProvider clock)
    {
        if (seal.Open(mail.SealedDkimKey, MakeDkimKey.Use) is not { } pem || mail.SenderDomain is not { } domain) return null;
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new CampaignKey(rsa, domain, mail.DkimSelector, clock);
    }

    public void Sign(MimeMessage message) => Sign(Wire, message, [.. Signed.Where(message.Headers.Contains), "Content-Type"]);

    public void Dispose() => rsa.Dispose();

    protected override long GetTimestamp() => clock.GetUtcNow().ToUnixTimeSeconds();

    protected override ISigner CreateSigningContext() => new Signing(rsa);

    private static FormatOptions OnTheWire()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }

    private sealed class Signing(RSA rsa) : ISigner
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string AlgorithmName => "RSA/SHA-256";

        public void Init(bool forSigning, ICipherParameters parameters) => Reset();

        public void Update(byte input) => hash.AppendData([input]);

        public void BlockUpdate(byte[] input, int inOff, int inLen) => hash.AppendData(input, inOff, inLen);

        public void BlockUpdate(ReadOnlySpan<byte> input) => hash.AppendData(input);

        public int GetMaxSignatureSize() => rsa.KeySize / 8;

        public byte[] GenerateSignature()
        {
            using (hash) return rsa.SignHash(hash.GetHashAndReset(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        public bool VerifySignature(byte[] signature) => rsa.VerifyHash(hash.GetHashAndReset(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public void Reset() => hash.GetHashAndReset();
    }
}
