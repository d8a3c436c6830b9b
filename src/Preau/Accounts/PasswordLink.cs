using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Links that let somebody choose a password, until the account's security stamp changes, which choosing does.</summary>
public sealed class PasswordLink(AccountLinks links, Database db)
{
    private const string Door = "password";

    /// <param name="lifetime"><see cref="AccountLinks.OfInvited"/> for who is invited, <see cref="AccountLinks.OfForgetful"/> for who forgot theirs.</param>
    public Task<string> To(Account account, TimeSpan lifetime, CancellationToken ct) => links.Make(Door, account.Id, account.SecurityStamp, lifetime, ct);

    public async Task<Account?> Find(string token, CancellationToken ct) =>
        links.Read(Door, token) is var (id, stamp) ? await db.Accounts.SingleOrDefaultAsync(a => a.Id == id && a.SecurityStamp == stamp, ct) : null;
}
