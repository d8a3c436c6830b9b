using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Somebody forgot a password: a link goes to the address, once in five minutes, if it has an account here. The audit row is written either way, and takes as long.</summary>
public sealed class AskPasswordLink(Database db, UserManager<Account> accounts, TimeProvider clock)
{
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(5);

    public async Task Run(string email, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var account = await accounts.FindByEmailAsync(email);
        var isHere = account is not null && await db.Memberships.AnyAsync(m => m.AccountId == account.Id, ct);
        if (account is not null && isHere && (account.LinkAskedAt is null || now - account.LinkAskedAt >= Gap))
        {
            account.LinkAskedAt = now;
            db.Enqueue(new SendPasswordLink(account.Id, IsInvitation: false));
        }

        db.Trail.Note("account.link_asked", 1, subjectId: isHere ? account?.Id : null);
        await db.SaveChangesAsync(ct);
    }
}
