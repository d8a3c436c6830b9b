using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Mail.Approval;
using Preau.Panel;
using Preau.Shared;
using Preau.Texting;

namespace Preau.Mail;

public sealed record BlastRow(long Id, bool IsText, string Subject, BlastState State, string? Segment, DateTimeOffset At, BlastTotal? Total)
{
    public string Path => State == BlastState.Draft ? $"/mail/{Id}/edit" : $"/mail/{Id}";
}

[Needs(Permission.ViewMail)]
public sealed class IndexPage(Database db, TextGateways gateways, Approvals approvals, CurrentAccount me, Words words) : PageModel
{
    public const int PageSize = 25;

    /// <summary>The tab: «drafts», «scheduled», «sending», «sent»; all when null.</summary>
    [BindProperty(SupportsGet = true)]
    public string? In { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The id of the last mail of the part before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public IReadOnlyList<BlastRow> Rows { get; private set; } = [];
    /// <summary>How many messages wait for a second person; null where none ever does, or for whoever may not approve.</summary>
    public int? ToApprove { get; private set; }
    public bool HasTexts { get; private set; }
    public Pager Pager { get; private set; } = new(null, null);
    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q);

    public string NothingHere => In switch
    {
        "drafts" => words["No draft"],
        "scheduled" => words["Nothing is scheduled"],
        "sending" => words["Nothing is leaving now"],
        _ => words["Nothing was sent yet"],
    };

    public IReadOnlyList<Tab> Tabs =>
    [
        new(words["All mails"], "/mail", In is null), new(words["Drafts"], "/mail?in=drafts", In == "drafts"), new(words["Scheduled mails"], "/mail?in=scheduled", In == "scheduled"),
        new(words["Leaving now"], "/mail?in=sending", In == "sending"), new(words["Sent mails"], "/mail?in=sent", In == "sent"),
    ];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (me.Can(Permission.ApproveMail) && await approvals.Above(ct) is not null) ToApprove = await db.BlastApprovals.CountAsync(a => a.State == ApprovalState.Waiting, ct);
        HasTexts = await gateways.IsThere(ct);
        // What sends by itself has a page of its own, and so have templates; here is what somebody has to look at.
        var blasts = db.Blasts.AsNoTracking().Where(b => b.PatternOf == null && b.TemplateName == null && (b.StepId == null || b.Problem != null));
        if (In is not null)
        {
            if (StatesOf(In) is not { } states) return NotFound();
            blasts = blasts.Where(b => states.Contains(b.State));
        }

        if (NameKey.Of(Q) is { Length: > 0 } wanted) blasts = blasts.Where(b => b.SubjectKey.Contains(wanted));
        var total = await blasts.LongCountAsync(ct);
        if (After is { } after) blasts = blasts.Where(b => b.Id < after);
        var rows = await (
            from blast in blasts
            orderby blast.Id descending
            select new BlastRow(
                blast.Id, blast.Channel == Channel.Sms, blast.Subject, blast.State, db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Name).FirstOrDefault() ?? blast.Sentence, blast.FrozenAt ?? blast.SendAt ?? blast.EndedAt ?? blast.ChangedAt,
                db.BlastTotals.FirstOrDefault(t => t.BlastId == blast.Id))).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        Pager = new Pager(After is null ? null : Here(Q, null), rows.Count > PageSize ? Here(Q, Rows[^1].Id) : null, words.Count(total, "{0} mail in all", "{0} mails in all"));
        return Page();
    }

    public string Here(string? q, long? after) => QueryHelpers.AddQueryString("/mail", new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["in"] = In, ["q"] = q, ["after"] = after?.ToString(CultureInfo.InvariantCulture),
    });

    private static BlastState[]? StatesOf(string tab) => tab switch
    {
        "drafts" => [BlastState.Draft],
        "scheduled" => [BlastState.Scheduled],
        "sending" => [BlastState.Sending, BlastState.Paused],
        "sent" => [BlastState.Sent, BlastState.Cancelled],
        _ => null,
    };
}
