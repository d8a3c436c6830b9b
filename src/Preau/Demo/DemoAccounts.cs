using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;

namespace Preau.Demo;

/// <summary>One account a role. The password is drawn once and printed: nobody's installation can be opened with one from a book.</summary>
public sealed class DemoAccounts(Database db, NationSettings settings, IPasswordHasher<Account> hasher, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    public sealed record Member(Role Role, string Name, string Email);

    public static readonly IReadOnlyList<Member> All =
    [
        new(Role.Owner, "Nadia Védrine", "owner@demo.example"),
        new(Role.Staff, "Hugo Ponsard", "staff@demo.example"),
        new(Role.Finance, "Agnès Maurin", "finance@demo.example"),
        new(Role.Volunteer, "Tiago Ferreira", "volunteer@demo.example"),
    ];

    private static readonly string[] Syllables = ["pre", "au", "cha", "lin", "mor", "val", "tui", "lo", "ri", "ve", "ban", "cou", "ler", "sol", "ti", "gra"];

    public string Name => "accounts";
    public int Order => 10;

    public async Task Run(CancellationToken ct)
    {
        var state = await settings.Get<DemoSettings>(ct);
        state.Password = string.Join('-', Enumerable.Range(0, 3).Select(_ => Syllables[RandomNumberGenerator.GetInt32(16)] + Syllables[RandomNumberGenerator.GetInt32(16)])) + RandomNumberGenerator.GetInt32(10, 100);
        var now = clock.GetUtcNow();
        foreach (var member in All)
        {
            var account = await db.Accounts.SingleOrDefaultAsync(a => a.EmailKey == member.Email, ct);
            if (account is null) db.Add(account = new Account { Email = member.Email, EmailKey = member.Email, Name = member.Name, Language = nation.Facts.Language, CreatedAt = now });
            account.PasswordHash = hasher.HashPassword(account, state.Password);
            if (!await db.Memberships.AnyAsync(m => m.AccountId == account.Id, ct)) db.Add(new Membership { AccountId = account.Id, Role = member.Role, CreatedAt = now });
        }
        await settings.Set(state, ct);
        await db.SaveChangesAsync(ct);
    }
}
