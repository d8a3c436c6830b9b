using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Mail.Approval;

/// <summary>Where a draft stands with its second person, for whoever looks at it.</summary>
/// <param name="IsNeeded">It cannot leave without.</param>
/// <param name="Last">What was asked for last; null where nobody asked.</param>
/// <param name="IsSame">The draft is what it was then.</param>
public sealed record ApprovalView(bool IsNeeded, BlastApproval? Last, bool IsSame, bool IsMine, string AskedBy, string DecidedBy, bool MayApprove)
{
    public bool IsWaiting => Last is { State: ApprovalState.Waiting };
    public bool IsSentBack => Last is { State: ApprovalState.SentBack };

    /// <summary>Whoever looks decides.</summary>
    public bool IsForMe => IsWaiting && IsSame && !IsMine && MayApprove;
}

public sealed class ViewApproval(Database db, Approvals approvals, CurrentNation nation, CurrentAccount me)
{
    public async Task<ApprovalView> Of(Blast blast, long people, CancellationToken ct)
    {
        var last = await approvals.Last(blast.Id, ct);
        return new ApprovalView(await approvals.IsNeeded(people, ct), last, last is { State: ApprovalState.Waiting } && await approvals.IsSame(last, blast, ct), last?.AskedBy == me.Id, await Name(last?.AskedBy, ct), await Name(last?.DecidedBy, ct), me.Can(Permission.ApproveMail));
    }

    private async Task<string> Name(long? account, CancellationToken ct) => account is null ? "" : await db.Accounts.Where(a => a.Id == account).Select(a => a.Name).SingleOrDefaultAsync(ct) ?? nation.Facts.Name;
}
