using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Links by which somebody who has an account takes a role in one more nation: signed, for that nation alone, for seven days, and of no use without the account's password.</summary>
public sealed class JoinLink(IDataProtectionProvider protection, Database db, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private readonly IDataProtector protector = protection.CreateProtector("join-link");

    public string PathFor(Account account) => "/join/" + protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{db.NationId.Value}|{account.Id}|{(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}"));

    /// <returns>The account and the role that waits for it here; null when the link is another nation's, too old, or the role was taken or withdrawn.</returns>
    public async Task<(Account Account, Membership Membership)?> Find(string token, CancellationToken ct)
    {
        long[] parts;
        try
        {
            parts = [.. protector.Unprotect(token).Split('|').Select(p => long.Parse(p, CultureInfo.InvariantCulture))];
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException)
        {
            return null;
        }

        var (nation, id, until) = (parts[0], parts[1], parts[2]);
        if (nation != db.NationId.Value || until < clock.GetUtcNow().ToUnixTimeSeconds()) return null;
        if (await db.Memberships.SingleOrDefaultAsync(m => m.AccountId == id && m.IsPending, ct) is not { } membership) return null;
        return (await db.Accounts.SingleAsync(a => a.Id == id, ct), membership);
    }
}
