using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Mail.Approval;

/// <summary>Approves a message that somebody else asked to have approved: it is decided with that, and leaves at its hour.</summary>
[Needs(Permission.ApproveMail)]
public sealed class ApprovalPage(Database db, DecideApproval decide, Words words) : PageModel
{
    public IActionResult OnGet(long id) => Redirect($"~/mail/{id}/send");

    /// <param name="id">The message.</param>
    /// <param name="approval">What was looked at.</param>
    /// <param name="count">How many it reaches, as shown.</param>
    /// <param name="typed">The same, typed where they are many.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnPost(long id, long approval, long count, string? typed, CancellationToken ct)
    {
        if (await db.Blasts.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } blast) return NotFound();
        if (count > ScheduleBlast.TypedAbove && Number(typed) != count)
        {
            this.Warn(words["Type the number of people, {0}, to approve.", count.ToString("N0", CultureInfo.CurrentCulture)]);
            return Redirect($"~/mail/{id}/send");
        }

        switch (await decide.Approve(blast, approval, count, ct))
        {
            case Deciding.Done:
                this.Say(words["Approved. It leaves at its hour."]);
                return Redirect($"~/mail/{id}");
            case Deciding.Refused refused:
                this.Warn(words["It was not approved: {0}", string.Join(' ', refused.Reasons)]);
                return Redirect($"~/mail/{id}/send");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static long? Number(string? typed) => long.TryParse(string.Concat((typed ?? "").Where(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
