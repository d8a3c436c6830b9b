using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.Accounts;

/// <summary>Mails somebody who has an account that a role in one more nation waits for them. The link is made when it is sent, so that it waits in no table.</summary>
public sealed record SendJoinLink(long AccountId) : IJob;

public sealed class SendJoinLinkHandler(Database db, JoinLink links, CurrentNation nation, IAccountPost post, Words words) : IHandle<SendJoinLink>
{
    public async Task Run(SendJoinLink job, CancellationToken ct)
    {
        if (!await db.MembershipsAndOffers.AnyAsync(m => m.AccountId == job.AccountId && m.IsPending, ct)) return;
        var account = await db.Accounts.SingleAsync(a => a.Id == job.AccountId, ct);
        var say = words.In(account.Language ?? nation.Facts.Language);
        var link = await links.To(account, ct);
        await post.Send(account.Email, say["{0} invites you", nation.Facts.Name],
            say["Hello {0},\n\nyou are invited to work with {1}. You have an account already: sign in with its password here, within seven days:\n{2}\n\nIf you do not know them, ignore it: nothing changes.", account.Name, nation.Facts.Name, link], ct);
    }
}
