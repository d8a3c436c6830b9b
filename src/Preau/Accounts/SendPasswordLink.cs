using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.Accounts;

/// <summary>Mails an account the way to choose a password. The link is made when it is sent, so that it waits in no table.</summary>
public sealed record SendPasswordLink(long AccountId, bool IsInvitation) : IJob;

public sealed class SendPasswordLinkHandler(Database db, PasswordLink links, CurrentNation nation, IAccountPost post, Words words) : IHandle<SendPasswordLink>
{
    public async Task Run(SendPasswordLink job, CancellationToken ct)
    {
        // An account of several nations gets none over the relay of one of them, also where it was asked for before it became one.
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == job.AccountId && !a.IsShared, ct) is not { } account) return;
        var say = words.In(account.Language ?? nation.Facts.Language);
        var link = await links.To(account, job.IsInvitation ? AccountLinks.OfInvited : AccountLinks.OfForgetful, ct);
        var (subject, text) = job.IsInvitation
            ? (say["{0} invites you", nation.Facts.Name], say["Hello {0},\n\nyou are invited to work with {1}. Choose a password here; the link works once, for seven days:\n{2}", account.Name, nation.Facts.Name, link])
            : (say["A new password for {0}", nation.Facts.Name], say["Hello {0},\n\nchoose a new password here; the link works once, for two hours:\n{1}\n\nIf you did not ask for this, ignore it: nothing changes.", account.Name, link]);
        await post.Send(account.Email, subject, text, ct);
    }
}

/// <summary>Mail to people who work with the panel, over the campaign's relay. Lives above this folder, where the relay is set.</summary>
public interface IAccountPost
{
    /// <summary>Throws <see cref="TryLater"/> while the relay is not set or does not take it.</summary>
    Task Send(string to, string subject, string text, CancellationToken ct);

    /// <summary>For what must not come twice: false only where nothing left and it may be tried again.</summary>
    Task<bool> Once(string to, string subject, string text, CancellationToken ct);
}
