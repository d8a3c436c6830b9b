using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Mail.Approval;

/// <summary>Tells somebody that a message waits for them, or what was said to the one that they asked for.</summary>
public sealed record TellApproval(long ApprovalId, long AccountId, long BlastId) : IJob;

public sealed class TellApprovalHandler(Database db, IAccountPost post, NationDirectory directory, CurrentNation nation, Words words) : IHandle<TellApproval>
{
    public async Task Run(TellApproval job, CancellationToken ct)
    {
        if (await db.BlastApprovals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == job.ApprovalId, ct) is not { State: not ApprovalState.Withdrawn } approval) return;
        var isAsker = job.AccountId == approval.AskedBy;
        // Decided before this was told: there is nothing left to do for them.
        if (isAsker == (approval.State == ApprovalState.Waiting)) return;
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == approval.BlastId, ct) is not { } blast || !await db.Memberships.AnyAsync(m => m.AccountId == job.AccountId, ct)) return;
        var account = await db.Accounts.SingleAsync(a => a.Id == job.AccountId, ct);
        var (say, panel) = (words.In(account.Language ?? nation.Facts.Language), await directory.AddressOf(nation.Facts, Surface.Panel, ct));
        var other = isAsker ? approval.DecidedBy : approval.AskedBy;
        var name = await db.Accounts.Where(a => a.Id == other).Select(a => a.Name).SingleOrDefaultAsync(ct) ?? nation.Facts.Name;
        var (send, report) = ($"{panel}/mail/{blast.Id}/send", $"{panel}/mail/{blast.Id}");
        var (subject, text) = approval.State switch
        {
            ApprovalState.Approved => (say["“{0}” is approved", blast.Heading], say["Hello {0},\n\n{1} approved “{2}”. It leaves at its hour; until then it can be taken back:\n{3}", account.Name, name, blast.Heading, report]),
            ApprovalState.SentBack => (say["“{0}” was sent back", blast.Heading], say["Hello {0},\n\n{1} sent “{2}” back:\n\n{3}\n\nChange it, then ask again:\n{4}", account.Name, name, blast.Heading, approval.DecidedNote, send]),
            _ => (say["“{0}” waits for your approval", blast.Heading], say["Hello {0},\n\n{1} asks you to look at “{2}” before it leaves for {3} people. See how it arrives, what was found in it and whom it is for, then approve it or send it back:\n{4}", account.Name, name, blast.Heading, approval.People, send]),
        };
        await post.Send(account.Email, subject, text, ct);
    }
}
