using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Law;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Donations;

[Needs(Permission.EnterGifts)]
public sealed class NewPage(Database db, CurrentNation nation, EnterGift enter, KnownDonors known, PickPerson pick, GiftWords said, Words words, TimeProvider clock) : PageModel
{
    [BindProperty]
    public OfflineGiftForm Form { get; set; } = new();

    public IEnumerable<SelectListItem> Methods => new[] { PaymentMethod.Cheque, PaymentMethod.Transfer, PaymentMethod.Cash }.Select(m => new SelectListItem(said.Of(m), m.ToString()));
    public IEnumerable<SelectListItem> Roles => Enum.GetValues<DonorRole>().Select(r => new SelectListItem(said.Of(r), r.ToString()));
    public IEnumerable<SelectListItem> Lands => Countries.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, nation.Facts.Country).Select(c => new SelectListItem(c.Name, c.Code));

    /// <summary>By which somebody looks for a donor who is known already.</summary>
    [FromQuery]
    public string? Who { get; set; }

    /// <summary>Whom that may mean, where it means several.</summary>
    public IReadOnlyList<PickedPerson> Found { get; private set; } = [];

    /// <summary>Who is known by this name and postcode, where nobody was chosen.</summary>
    public IReadOnlyList<PickedPerson> Alike { get; private set; } = [];

    public async Task<IActionResult> OnGet(long? person, CancellationToken ct)
    {
        if (person is null && !string.IsNullOrWhiteSpace(Who))
        {
            person = await pick.ByNumber(Who, ct);
            if (person is null) Found = await pick.Find(Who, null, ct);
            if (Found is [var only]) (person, Found) = (only.Id, []);
        }

        (Form.GivenOn, Form.Nationality, Form.Country) = (nation.Facts.DayOf(clock.GetUtcNow()), nation.Facts.Country, nation.Facts.Country);
        if (person is not { } id) return Page();
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } donor) return NotFound();
        (Form.PersonId, Form.FirstName, Form.LastName) = (id, donor.FirstName, donor.LastName);
        Form.Email = await db.PersonEmails.Where(e => e.PersonId == id && !e.IsBad).OrderBy(e => e.Position).Select(e => e.Address).FirstOrDefaultAsync(ct);
        Form.Phone = await db.PersonPhones.Where(e => e.PersonId == id && !e.IsBad).OrderBy(e => e.Position).Select(e => e.Number).FirstOrDefaultAsync(ct);
        if (await db.PersonAddresses.AsNoTracking().Where(a => a.PersonId == id).OrderBy(a => a.Position).FirstOrDefaultAsync(ct) is { } home)
            (Form.Street, Form.Street2, Form.Postcode, Form.City, Form.Country) = (home.Line1, home.Line2, home.Postcode, home.City, home.Country);
        // The record of who gave on paper may say no more than their name: what they declared last is asked for again.
        else if (await db.Gifts.Where(g => g.PersonId == id).OrderByDescending(g => g.GivenAt).ThenByDescending(g => g.Id).Join(db.GiftDonors, g => g.Id, d => d.GiftId, (g, d) => d).AsNoTracking().FirstOrDefaultAsync(ct) is { } before)
            (Form.Street, Form.Street2, Form.Postcode, Form.City, Form.Country, Form.Nationality) = (before.Street, before.Street2, before.Postcode, before.City, before.Country, before.Nationality);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var isAmount = TypedAmount.Read(Form.Amount, nation.Facts.Currency, words, out var amount, out var wrong);
        // Of an empty one the form has said so.
        if (!isAmount && Form.Amount is { Length: > 0 }) ModelState.AddModelError("Form.Amount", wrong);
        if (isAmount && amount.Cents <= 0) ModelState.AddModelError("Form.Amount", words["“{0}” is not an amount.", Form.Amount]);
        var email = EmailAddress.TryParse(Form.Email, out var address) ? address : (EmailAddress?)null;
        var phone = PhoneNumber.TryParse(Form.Phone, nation.Facts.Country, out var number) ? number : (PhoneNumber?)null;
        if (email is null && !string.IsNullOrWhiteSpace(Form.Email)) ModelState.AddModelError("Form.Email", words["“{0}” is not a mail address.", words["Mail address"]]);
        if (email is { } given && MailSlip.Say(given, words) is { } slip) ModelState.AddModelError("Form.Email", slip);
        if (Form.IsAcknowledged && string.IsNullOrWhiteSpace(Form.Email)) ModelState.AddModelError("Form.Email", words["Fill in the donor’s mail address, or untick the mail."]);
        if (phone is null && !string.IsNullOrWhiteSpace(Form.Phone)) ModelState.AddModelError("Form.Phone", words["“{0}” is not a telephone number.", Form.Phone]);
        if (!Countries.Exists(Form.Nationality)) ModelState.AddModelError("Form.Nationality", words["Choose a country."]);
        if (!Countries.Exists(Form.Country)) ModelState.AddModelError("Form.Country", words["Choose a country."]);
        if (Form.Method is PaymentMethod.Card or PaymentMethod.DirectDebit) ModelState.AddModelError("Form.Method", words["Cards come in through the site."]);
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if (Form.GivenOn > today) ModelState.AddModelError("Form.GivenOn", words["This day is still to come."]);
        if (Form.PersonId is { } chosen and not OfflineGiftForm.Another && !await db.People.AnyAsync(p => p.Id == chosen, ct)) return NotFound();
        if (!ModelState.IsValid) return this.Again();
        var donor = Form.Donor(words["Declared on paper: natural person, own account."], nation.Facts.Language, email, phone);
        // A form that is sent twice finds the person whom it made the first time.
        if (Form.PersonId is null && !await db.Gifts.AnyAsync(g => g.EntryKey == Form.EntryKey, ct) && await known.Like(donor, ct) is { Count: > 0 } alike)
        {
            Alike = alike;
            ModelState.AddModelError("Form.PersonId", words["Somebody of this name with this postcode is known already: say whether it is them."]);
            return this.Again();
        }

        var answer = await enter.Run(
            new OfflineGift
            {
                Donor = donor, Amount = amount, Method = Form.Method, At = Moment(Form.GivenOn!.Value, today),
                Reference = Form.Reference?.Trim() ?? "", EntryKey = Form.EntryKey, IsAcknowledged = Form.IsAcknowledged,
            },
            ct);
        if (answer is EnterAnswer.Refused no)
        {
            foreach (var reason in no.Decision.Blocks) ModelState.AddModelError("", reason.Message.In(CultureInfo.CurrentUICulture));
            return this.Again();
        }
        var giftId = ((EnterAnswer.Entered)answer).GiftId;
        this.Say(words["Gift of {0} entered.", amount.Brief()]);
        return RedirectToPage("/Donations/Show", new { id = giftId });
    }

    private DateTimeOffset Moment(DateOnly day, DateOnly today)
    {
        if (day == today) return clock.GetUtcNow();
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, nation.Facts.Zone.GetUtcOffset(noon)).ToUniversalTime();
    }
}
