using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Panel;

namespace Preau.Mail.Approval;

public sealed record WaitingRow(long Id, long BlastId, bool IsText, string Subject, long People, string AskedBy, bool IsMine, DateTimeOffset AskedAt, DateTimeOffset? SendAt);

/// <summary>What waits for a second person, the oldest first.</summary>
[Needs(Permission.ApproveMail)]
public sealed class WaitingPage(Database db, Approvals approvals, CurrentNation nation, CurrentAccount me) : PageModel
{
    private const int PageSize = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<WaitingRow> Rows { get; private set; } = [];
    public long? Above { get; private set; }
    public Pager Pager { get; private set; } = new(null, null);

    public async Task OnGet(CancellationToken ct)
    {
        Above = await approvals.Above(ct);
        var (after, myself, campaign) = (After ?? 0, me.Id, nation.Facts.Name);
        var rows = await (
            from approval in db.BlastApprovals
            join blast in db.Blasts on approval.BlastId equals blast.Id
            where approval.State == ApprovalState.Waiting && approval.Id > after && blast.State == BlastState.Draft
            orderby approval.Id
            select new WaitingRow(
                approval.Id, blast.Id, blast.Channel == Channel.Sms, blast.Subject, approval.People, db.Accounts.Where(a => a.Id == approval.AskedBy).Select(a => a.Name).FirstOrDefault() ?? campaign, approval.AskedBy == myself, approval.AskedAt, approval.SendAt)).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new Pager(After is null ? null : "/mail/approvals", rows.Count > PageSize ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/mail/approvals?after={Rows[^1].Id}") : null);
    }
}
