using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Shared;

namespace Preau.Mail.Approval;

public abstract record Deciding
{
    public sealed record Done : Deciding;

    public sealed record Refused(IReadOnlyList<string> Reasons) : Deciding;
}

/// <summary>What a second person says to a message that waits for them. Approving it decides that it leaves; nobody approves what they asked for themselves, nor what is something else by now.</summary>
public sealed class DecideApproval(Database db, Approvals approvals, ScheduleBlast schedule, CurrentAccount me, Words words, TimeProvider clock)
{
    /// <param name="blast">A tracked draft.</param>
    /// <param name="approvalId">What was looked at.</param>
    /// <param name="count">How many it reaches, as it was shown and, above a thousand, typed.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Deciding> Approve(Blast blast, long approvalId, long? count, CancellationToken ct)
    {
        if (await Find(blast, approvalId, ct) is not { } approval) return Gone();
        if (!await approvals.IsSame(approval, blast, ct)) return new Deciding.Refused([words["It was changed since approval was asked for, which counts no more. Whoever changed it asks again."]]);
        // An hour that is over is not waited for.
        var at = approval.SendAt > clock.GetUtcNow() ? approval.SendAt : null;
        return await schedule.Run(blast, at, count, approval, ct) switch
        {
            Scheduling.Scheduled => new Deciding.Done(),
            Scheduling.Refused refused => new Deciding.Refused([.. refused.Reasons.Select(r => r.Text)]),
            _ => Gone(),
        };
    }

    public async Task<Deciding> SendBack(Blast blast, long approvalId, string? note, CancellationToken ct)
    {
        if (Approvals.Given(note) is not { } why) return new Deciding.Refused([words["Say what is to be changed: whoever asked reads it."]]);
        if (await Find(blast, approvalId, ct) is not { } approval) return Gone();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Claim(db, approval, ApprovalState.SentBack, me.Id, clock.GetUtcNow(), why, ct)) return Gone();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new Deciding.Done();
    }

    /// <summary>In the transaction that is open, for the caller to save: of two who decide at once the first does, and whoever asked is told.</summary>
    public static async Task<bool> Claim(Database db, BlastApproval approval, ApprovalState state, long? by, DateTimeOffset at, string? note, CancellationToken ct)
    {
        var claimed = await db.BlastApprovals.Where(a => a.Id == approval.Id && a.State == ApprovalState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, state).SetProperty(a => a.DecidedBy, by).SetProperty(a => a.DecidedAt, at).SetProperty(a => a.DecidedNote, note), ct);
        if (claimed == 0) return false;
        db.Trail.Record(state == ApprovalState.Approved ? "blast.approved" : "blast.sent_back", [], note, approval.BlastId);
        db.Enqueue(new TellApproval(approval.Id, approval.AskedBy, approval.BlastId));
        return true;
    }

    private async Task<BlastApproval?> Find(Blast blast, long approvalId, CancellationToken ct) =>
        me.Id is { } myself && me.Can(Permission.ApproveMail) ? await db.BlastApprovals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == approvalId && a.BlastId == blast.Id && a.State == ApprovalState.Waiting && a.AskedBy != myself, ct) : null;

    private Deciding.Refused Gone() => new([words["Nothing waits here for you to approve: it was decided or taken back meanwhile, or it was you who asked. Nobody approves what they asked for themselves."]]);
}
