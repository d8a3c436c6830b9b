using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Preau.Donations;

/// <summary>
/// The way payment gateways sign webhooks: <c>t=seconds,v1=hex</c>, an HMAC-SHA256 over «seconds.body» of the very bytes. Several v1 may stand
/// side by side while a secret is changed.
/// </summary>
public static class Signature
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Header(byte[] body, string secret, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Of(seconds, body, secret))}";
    }

    public static bool Holds(byte[] body, string? header, string secret, DateTimeOffset now)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var seconds = Array.Find(parts, p => p.StartsWith("t=", StringComparison.Ordinal))?[2..];
        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) || Math.Abs(now.ToUnixTimeSeconds() - unix) > Tolerance.TotalSeconds)
        {
            return false;
        }
        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Of(seconds!, body, secret)));
        return Array.Exists(parts, p => p.StartsWith("v1=", StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(p[3..]), expected));
    }

    private static byte[] Of(string seconds, byte[] body, string secret) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(seconds + "."), .. body]);
}
