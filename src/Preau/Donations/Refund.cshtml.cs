using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations;

public sealed class RefundForm
{
    [Required, StringLength(20), Display(Name = "Amount")]
    public string Amount { get; set; } = "";

    [Required, StringLength(300), Display(Name = "Reason")]
    public string Reason { get; set; } = "";
}

[Needs(Permission.RefundGifts)]
public sealed class RefundPage(Database db, RefundGift refunds, Words words) : PageModel
{
    [BindProperty]
    public RefundForm Form { get; set; } = new();
    public Gift Gift { get; private set; } = new() { Currency = "EUR", Language = "", Source = "" };
    public string DonorName { get; private set; } = "";

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        Form.Amount = Gift.Net.PlainIn(System.Globalization.CultureInfo.CurrentCulture);
        return Page();
    }

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (!TypedAmount.Read(Form.Amount, Gift.Currency, words, out var amount, out var wrong) && Form.Amount is { Length: > 0 }) ModelState.AddModelError("Form.Amount", wrong);
        else if (Form.Amount is { Length: > 0 } && amount.Cents <= 0) ModelState.AddModelError("Form.Amount", words["Write what goes back as an amount above nought, without a minus."]);
        if (!ModelState.IsValid) return this.Again();
        switch (await refunds.Run(id, amount.Cents, Form.Reason.Trim(), ct))
        {
            case RefundAnswer.TooMuch no:
                ModelState.AddModelError("Form.Amount", words["At most {0} can be given back.", new Money(no.LeftCents, Gift.Currency).Brief()]);
                return this.Again();
            case RefundAnswer.Refused no:
                ModelState.AddModelError("", words["The gateway refused: {0}", no.Reason]);
                return this.Again();
            case RefundAnswer.Waiting:
                this.Say(words["The gateway did not answer. It is asked again until it does, and the money goes back once."]);
                break;
            default:
                this.Say(words["{0} were given back.", amount.Brief()]);
                break;
        }
        return RedirectToPage("/Donations/Show", new { id });
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await db.Gifts.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } gift) return false;
        Gift = gift;
        DonorName = await db.People.Where(p => p.Id == gift.PersonId).Select(p => p.FirstName + " " + p.LastName).SingleOrDefaultAsync(ct) ?? "";
        return true;
    }
}
