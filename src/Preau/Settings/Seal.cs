using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Preau.Settings;

/// <summary>Closes secrets (passwords of relays, keys of gateways) before they are stored, per nation and use.</summary>
public sealed class Seal(IDataProtectionProvider protection, CurrentNation nation)
{
    public string Close(string secret, string use) => For(use).Protect(secret);

    /// <summary>Null where nothing was kept, or where it was closed with keys that this installation no longer has.</summary>
    public string? Open(string? closed, string use)
    {
        if (string.IsNullOrEmpty(closed)) return null;
        try
        {
            return For(use).Unprotect(closed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector For(string use) => protection.CreateProtector("secret", nation.Id.ToString(), use);
}
