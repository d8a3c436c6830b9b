using System.Security.Cryptography;
using System.Text;

namespace Preau.Texting;

/// <summary>
/// How Twilio signs what it calls: the address as it was given to it, whole, with each field of the form behind it by name, as HMAC-SHA1 under the account's token. Whoever
/// sees one may not make another, but may send it again: what is told twice has to be harmless.
/// </summary>
public static class TwilioSignature
{
    public const string Header = "X-Twilio-Signature";

    public static string Of(string address, IEnumerable<KeyValuePair<string, string>> fields, string token)
    {
        var signed = new StringBuilder(address);
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal)) signed.Append(name).Append(value);
#pragma warning disable CA5350 // It is theirs to choose, and nobody finds the key by collisions.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString())));
#pragma warning restore CA5350
    }

    /// <param name="given">What stands in the header.</param>
    /// <param name="addresses">All that it may have been given: with and without the port that goes by itself, it does not always sign the same.</param>
    /// <param name="fields">Of the form, all of them.</param>
    /// <param name="token">Of the account.</param>
    public static bool Is(string given, IEnumerable<Uri> addresses, IReadOnlyCollection<KeyValuePair<string, string>> fields, string token)
    {
        var isSigned = false;
        foreach (var address in addresses.SelectMany(Spellings).Distinct(StringComparer.Ordinal))
            isSigned |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(address, fields, token)), Encoding.UTF8.GetBytes(given));
        return isSigned;
    }

    private static IEnumerable<string> Spellings(Uri address) =>
    [
        $"{address.Scheme}://{address.Host}{address.PathAndQuery}",
        $"{address.Scheme}://{address.Host}:{address.Port}{address.PathAndQuery}",
    ];
}
