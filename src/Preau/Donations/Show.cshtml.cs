using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Donations.Settling;
using Preau.Law;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>One gift: its money, what the law said, and, for finance, who gave.</summary>
[Needs(Permission.ViewGifts)]
public sealed class ShowPage(Database db, CurrentAccount account, CampaignLaw law, EndParked parked, Words words) : PageModel
{
    public Gift Gift { get; private set; } = new() { Currency = "EUR", Language = "", Source = "" };
    public string DonorName { get; private set; } = "";

    /// <summary>Null for those who may not see what the law asks of donors.</summary>
    public GiftDonor? Donor { get; private set; }
    public IReadOnlyList<GiftAttempt> Attempts { get; private set; } = [];
    public IReadOnlyList<GiftRefund> Refunds { get; private set; } = [];
    public IReadOnlyList<LedgerEntry> Lines { get; private set; } = [];
    public IReadOnlyList<LawDecision> Decisions { get; private set; } = [];

    /// <summary>Waits for somebody to keep what was paid, or to give it back: having looked is not enough.</summary>
    public bool IsParked => Attempts.Any(a => a.IsParked);

    /// <summary>What was paid instead of the gift's amount; null where the gateway does not say.</summary>
    public Money? Paid { get; private set; }

    /// <summary>Of a gift that was entered by hand only the day is known.</summary>
    public bool IsDayOnly => Attempts.Count == 0;
    public bool CanGiveBack => account.Can(Permission.RefundGifts) && Gift.Status == GiftStatus.Received && Gift.Net.Cents > 0;

    public async Task<IActionResult> OnGet(long id, CancellationToken ct)
    {
        if (await db.Gifts.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, ct) is not { } gift) return NotFound();
        Gift = gift;
        DonorName = await db.People.Where(p => p.Id == gift.PersonId).Select(p => p.FirstName + " " + p.LastName).SingleOrDefaultAsync(ct) ?? "";
        if (account.Can(Permission.ViewDonorsLegalData)) Donor = await db.GiftDonors.AsNoTracking().SingleOrDefaultAsync(d => d.GiftId == id, ct);
        Attempts = await db.GiftAttempts.AsNoTracking().Where(a => a.GiftId == id).OrderBy(a => a.Id).ToListAsync(ct);
        if (Attempts.FirstOrDefault(a => a.IsParked) is { } differs && await parked.Look(differs, ct) is { } paid) Paid = new Money(paid.AmountCents, paid.Currency);
        Refunds = await db.GiftRefunds.AsNoTracking().Where(r => r.GiftId == id).OrderBy(r => r.Id).ToListAsync(ct);
        Lines = await db.LedgerEntries.AsNoTracking().Where(l => l.GiftId == id).OrderBy(l => l.Id).ToListAsync(ct);
        Decisions = await db.LawDecisions.AsNoTracking().Where(d => d.Act == "gift" && d.SubjectId == id).OrderBy(d => d.Id).ToListAsync(ct);
        return Page();
    }

    /// <summary>Somebody of finance has looked.</summary>
    [Needs(Permission.EnterGifts)]
    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await db.Gifts.SingleOrDefaultAsync(g => g.Id == id, ct) is not { } gift) return NotFound();
        gift.NeedsReview = false;
        await db.SaveChangesAsync(ct);
        this.Say(words["Marked as looked at."]);
        return RedirectToPage(new { id });
    }

    /// <summary>What the rules that warned say today.</summary>
    public IEnumerable<string> Reasons(LawDecision decision) => decision.Broken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Said(id) ?? id);

    /// <summary>What a rule says today, to whoever breaks it; null where the pack has it no more.</summary>
    public string? Said(string rule) => law.Pack.Rules.LastOrDefault(r => r.Id == rule)?.Said.In(System.Globalization.CultureInfo.CurrentUICulture);

    /// <summary>What a rule that was kept is about.</summary>
    public string? About(string rule) => law.Pack.Rules.LastOrDefault(r => r.Id == rule) is { } found ? words["{0}: kept ({1})", found.Subject(words), found.Header.Source] : null;
}
