using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts.Staff;

public abstract record Invitation
{
    /// <summary>A new account; the link lets its owner choose a password, once.</summary>
    public sealed record Made(string Link) : Invitation;

    /// <summary>The account existed in another nation; the link lets its owner take the role here, with the password they have.</summary>
    public sealed record Offered(string Link) : Invitation;

    public sealed record AlreadyHere : Invitation;
}

/// <summary>
/// Gives somebody a role in this nation, with a new account where the address has none, and mails them the way in. Whoever has an account from
/// another nation takes the role themselves: nobody can make somebody else's account a part of their own nation.
/// </summary>
public sealed class InviteAccount(Database db, UserManager<Account> accounts, PasswordLink links, JoinLink joining, TimeProvider clock)
{
    /// <param name="language">What a new account, and the mail to it, speak; one that exists keeps its own.</param>
    public async Task<Invitation> Run(string name, string email, Role role, string language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await accounts.FindByEmailAsync(email) is { } known)
        {
            if (await db.MembershipsAndOffers.AnyAsync(m => m.AccountId == known.Id, ct)) return new Invitation.AlreadyHere();
            db.Add(new Membership { AccountId = known.Id, Role = role, IsPending = true, CreatedAt = now });
            db.Enqueue(new SendJoinLink(known.Id));
            await db.SaveChangesAsync(ct);
            return new Invitation.Offered(await joining.To(known, ct));
        }

        var account = new Account { Email = email.Trim(), EmailKey = AccountStore.KeyOf(email), Name = name.Trim(), Language = language, CreatedAt = now };
        db.Add(account);
        db.Add(new Membership { AccountId = account.Id, Role = role, CreatedAt = now });
        var link = await links.To(account, AccountLinks.OfInvited, ct);
        db.Enqueue(new SendPasswordLink(account.Id, IsInvitation: true));
        await db.SaveChangesAsync(ct);
        return new Invitation.Made(link);
    }
}
