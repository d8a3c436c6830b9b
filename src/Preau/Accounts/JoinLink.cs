using Microsoft.EntityFrameworkCore;

namespace Preau.Accounts;

/// <summary>Links by which somebody who has an account takes a role in one more nation: for that nation alone, and of no use without the account's password.</summary>
public sealed class JoinLink(AccountLinks links, Database db)
{
    private const string Door = "join";

    public Task<string> To(Account account, CancellationToken ct) => links.Make(Door, account.Id, db.NationId.ToString(), AccountLinks.OfInvited, ct);

    /// <returns>The account and the role that waits for it here; null when the link is another nation's, too old, or the role was taken or withdrawn.</returns>
    public async Task<(Account Account, Membership Membership)?> Find(string token, CancellationToken ct)
    {
        if (links.Read(Door, token) is not var (id, nation) || nation != db.NationId.ToString()) return null;
        if (await db.MembershipsAndOffers.SingleOrDefaultAsync(m => m.AccountId == id && m.IsPending, ct) is not { } offer) return null;
        return (await db.Accounts.SingleAsync(a => a.Id == id, ct), offer);
    }
}
