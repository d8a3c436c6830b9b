using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>
/// Whether a mail address and a password open this nation's panel. An unknown address, a wrong password, an account that rests and one without a
/// role here cost the same: one hash and one write, so that neither words nor time tell who works for the campaign.
/// </summary>
public sealed class CheckPassword(Database db, UserManager<Account> accounts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    public const int MaxTries = 8;
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);
    private static readonly Account Nobody = new() { Email = "", EmailKey = "" };
    private static string? nobodysHash;

    /// <param name="isJoining">Whether it is the account of somebody to whom a role here was offered, rather than of somebody who has one.</param>
    public async Task<Account?> Run(string email, string password, CancellationToken ct, bool isJoining = false)
    {
        var now = clock.GetUtcNow();
        var account = await accounts.FindByEmailAsync(email);
        var hash = account?.PasswordHash ?? (nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));
        var fits = hasher.VerifyHashedPassword(account ?? Nobody, hash, password) != PasswordVerificationResult.Failed && account?.PasswordHash is not null;
        var rests = account?.LockedUntil > now;
        if (account is not null && fits && !rests && await db.MembershipsAndOffers.AnyAsync(m => m.AccountId == account.Id && m.IsPending == isJoining, ct))
        {
            (account.FailedSignIns, account.LockedUntil) = (0, null);
            return account;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (account is not null && !fits && !rests)
        {
            // Counted by the store: tries at the same moment must all count.
            var mine = db.Accounts.Where(a => a.Id == account.Id);
            await mine.ExecuteUpdateAsync(s => s.SetProperty(a => a.FailedSignIns, a => a.FailedSignIns + 1), ct);
            await mine.Where(a => a.FailedSignIns >= MaxTries).ExecuteUpdateAsync(s => s.SetProperty(a => a.FailedSignIns, 0).SetProperty(a => a.LockedUntil, now + Rest), ct);
        }

        db.Trail.Note("account.sign_in_refused", 1, subjectId: account?.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }
}
