using System.Security.Cryptography;
using System.Text;

namespace Preau.Shared;

/// <summary>A fingerprint that only the holder of the key can compute: tells a known address again without keeping it.
/// A plain hash would not do, since every telephone number can be tried in minutes.</summary>
public sealed class KeyedHash(byte[] key)
{
    /// <param name="kind">Keeps fingerprints of mails and phones apart, such as "mail".</param>
    /// <param name="value">A normalised key: <see cref="EmailAddress.Key"/>, <see cref="PhoneNumber.Key"/>.</param>
    public string Of(string kind, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{value}")));
}
