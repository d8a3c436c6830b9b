using Microsoft.AspNetCore.Identity;
using Preau.Accounts;

namespace Preau.Tests;

public sealed partial class Seeds
{
    public const string Password = "a long enough password";

    /// <summary>Somebody with a password and a role in this nation.</summary>
    public async Task<Account> Account(string email, Role role = Role.Staff, string? password = Password, string language = "en")
    {
        var now = clock.GetUtcNow();
        var account = new Account { Email = email, EmailKey = email.ToLowerInvariant(), Name = email.Split('@')[0], Language = language, CreatedAt = now };
        if (password is not null) account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, password);
        db.Add(account);
        db.Add(new Membership { AccountId = account.Id, Role = role, CreatedAt = now });
        await db.SaveChangesAsync();
        return account;
    }

    /// <summary>A role in this nation, for somebody who has an account from another.</summary>
    public async Task Member(long accountId, Role role)
    {
        db.Add(new Membership { AccountId = accountId, Role = role, CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync();
    }
}
