using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations.Acknowledging;

/// <summary>The acknowledgement of a gift, as it is mailed to the donor or printed for them, and how far the mail has come.</summary>
[Needs(Permission.ViewDonorsLegalData)]
public sealed class AcknowledgementPage(Database db, Acknowledgements acknowledgements, GiftLaw law, CurrentAccount account, Words words, TimeProvider clock) : PageModel
{
    public Gift Gift { get; private set; } = new() { Currency = "EUR", Language = "", Source = "" };
    public Acknowledgement Letter { get; private set; } = new("fr", "", "", "", []);
    public bool CanMail => account.Can(Permission.EnterGifts) && Letter.Email.Length > 0 && Gift.MayBeAcknowledged(clock.GetUtcNow());

    public async Task<IActionResult> OnGet(long id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    /// <summary>Somebody has it mailed: for a gift on paper, or because the first mail did not leave.</summary>
    [Needs(Permission.EnterGifts)]
    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        // Two clicks at once: the second finds what the first asked for.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await law.PassGate(ct);
        if (!await Load(id, ct)) return NotFound();
        if (CanMail)
        {
            await acknowledgements.Mail(Gift, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            this.Say(Gift.IsAcknowledged ? words["The mail is on its way to the relay."] : words["Set up the mail relay first."]);
        }

        return RedirectToPage(new { id });
    }

    private async Task<bool> Load(long id, CancellationToken ct)
    {
        if (await acknowledgements.Of(id, ct) is not { } letter) return false;
        (Letter, Gift) = (letter, await db.Gifts.SingleAsync(g => g.Id == id, ct));
        return true;
    }
}
