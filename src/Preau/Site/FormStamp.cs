using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Preau.Site;

/// <summary>
/// The hour at which a form was rendered, signed: part of the page's bytes, the same for every visitor. A program that sends a form it never
/// fetched has none, and one that keeps forms for later has an old one.
/// </summary>
public sealed class FormStamp(IDataProtectionProvider protection, CurrentNation nation, TimeProvider clock)
{
    public const string Field = "stamp";
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    public string Now => Protector.Protect(clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    public bool IsGood(string stamp)
    {
        try
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Protector.Unprotect(stamp), CultureInfo.InvariantCulture));
            return clock.GetUtcNow() - at <= Life;
        }
        catch (CryptographicException)
        {
            return false;   // missing, or not ours
        }
    }

    private IDataProtector Protector => protection.CreateProtector($"site form {nation.Id}");
}
