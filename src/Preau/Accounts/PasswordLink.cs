using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Links that let somebody choose a password: signed, for seven days, and only until the account's security stamp changes, which choosing does.</summary>
public sealed class PasswordLink(IDataProtectionProvider protection, Database db, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private readonly IDataProtector protector = protection.CreateProtector("password-link");

    public string PathFor(Account account) => "/password/" + protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id}|{account.SecurityStamp}|{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}"));

    public async Task<Account?> Find(string token, CancellationToken ct)
    {
        string[] parts;
        try
        {
            parts = protector.Unprotect(token).Split('|');
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return null;
        }

        var id = long.Parse(parts[0], CultureInfo.InvariantCulture);
        var stamp = parts[1];
        if (long.Parse(parts[2], CultureInfo.InvariantCulture) < clock.GetUtcNow().ToUnixTimeSeconds()) return null;
        return await db.Accounts.SingleOrDefaultAsync(a => a.Id == id && a.SecurityStamp == stamp, ct);
    }
}
