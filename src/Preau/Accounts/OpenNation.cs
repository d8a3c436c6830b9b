using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Accounts;

/// <summary>A new nation with its owner, whole or not at all: the first page begins here.</summary>
public sealed class OpenNation(Database db, CreateNation create, CurrentNation current, NationDirectory directory, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    public sealed record Owner(string Name, string Email, string Password);

    /// <summary>Leaves the scope in the new nation; gives its owner.</summary>
    public async Task<Account> Run(string slug, string name, string language, Owner owner, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var nation = create.Run(slug, name, language);
        await db.SaveChangesAsync(ct);
        current.Enter(nation.Facts);
        var account = await Appoint(owner, Role.Owner, language, ct);
        await transaction.CommitAsync(ct);
        directory.Forget();
        return account;
    }

    /// <summary>An account with a password and a role in the current nation.</summary>
    public async Task<Account> Appoint(Owner person, Role role, string language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var key = AccountStore.KeyOf(person.Email);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.EmailKey == key, ct);
        if (account is null)
        {
            account = new Account { Email = person.Email.Trim(), EmailKey = key, Name = person.Name.Trim(), Language = language, CreatedAt = now };
            account.PasswordHash = hasher.HashPassword(account, person.Password);
            db.Add(account);
        }

        db.Add(new Membership { AccountId = account.Id, Role = role, CreatedAt = now });
        await db.SaveChangesAsync(ct);
        return account;
    }
}
