using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations.Settling;

public sealed class SettlementForm
{
    public bool IsKept { get; set; }

    [StringLength(300), Display(Name = "Reason")]
    public string? Reason { get; set; }
}

/// <summary>Ends the waiting of a gift that was paid with another amount than was asked, and names first what either end means.</summary>
[Needs(Permission.RefundGifts)]
public sealed class SettlementPage(Database db, EndParked end, Words words) : PageModel
{
    [BindProperty]
    public SettlementForm Form { get; set; } = new();
    public Gift Gift { get; private set; } = new() { Currency = "EUR", Language = "", Source = "" };

    /// <summary>As the gateway says; null while it says nothing.</summary>
    public Money? Paid { get; private set; }

    public async Task<IActionResult> OnGet(long id, CancellationToken ct) => await Load(id, ct) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Load(id, ct) is not { } attempt) return NotFound();
        var reason = Form.Reason?.Trim() ?? "";
        if (!Form.IsKept && reason.Length == 0) ModelState.AddModelError("Form.Reason", words["Say why it goes back."]);
        if (!ModelState.IsValid) return this.Again();
        switch (Form.IsKept ? await end.Keep(attempt, ct) : await end.GiveBack(attempt, reason, ct))
        {
            case ParkedAnswer.Refused no:
                foreach (var block in no.Decision.Blocks) ModelState.AddModelError("", block.Message.In(CultureInfo.CurrentUICulture));
                return this.Again();
            case ParkedAnswer.OtherCurrency:
                ModelState.AddModelError("", words["It was paid in another currency: give it back."]);
                return this.Again();
            case ParkedAnswer.Unreachable:
                Paid = null;
                return this.Again();
            case ParkedAnswer.Kept:
                this.Say(words["The gift is one of {0} now.", Paid?.Brief() ?? ""]);
                break;
            case ParkedAnswer.GivenBack { Answer: RefundAnswer.Refused no }:
                this.Say(words["The gateway refused: {0}", no.Reason]);
                break;
            case ParkedAnswer.GivenBack { Answer: RefundAnswer.Waiting }:
                this.Say(words["The gateway did not answer. It is asked again until it does, and the money goes back once."]);
                break;
            case ParkedAnswer.GivenBack:
                this.Say(words["{0} were given back.", Paid?.Brief() ?? ""]);
                break;
        }

        return RedirectToPage("/Donations/Show", new { id });
    }

    private async Task<GiftAttempt?> Load(long id, CancellationToken ct)
    {
        if (await db.Gifts.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } gift) return null;
        Gift = gift;
        var parked = (await db.GiftAttempts.AsNoTracking().Where(a => a.GiftId == id).ToListAsync(ct)).Find(a => a.IsParked);
        if (parked is not null && await end.Look(parked, ct) is { } paid) Paid = new Money(paid.AmountCents, paid.Currency);
        return parked;
    }
}
