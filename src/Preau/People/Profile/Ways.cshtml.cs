using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.People.Profile;

public enum WayState
{
    Works,

    /// <summary>Bounces; or is a wrong number.</summary>
    Bad,
    NoCalls,
    NoTexts,
    NoMails,
}

public sealed class WayForm
{
    public long Id { get; set; }
    public bool IsPhone { get; set; }

    [EnumDataType(typeof(WayState)), Display(Name = "How it stands")]
    public WayState State { get; set; }

    [StringLength(200), Display(Name = "Reason")]
    public string? Reason { get; set; }

    /// <summary>As the form showed the line.</summary>
    public WayState? StateShown { get; set; }
    public string? ReasonShown { get; set; }

    /// <summary>Whether the editor wrote anything here. What they left alone may have changed since, and stays.</summary>
    public bool IsTouched => State != StateShown || Said(Reason) != Said(ReasonShown);

    // A line of text loses its breaks on the way through a browser.
    private static string Said(string? reason) => reason is null ? "" : reason.ReplaceLineEndings("").Trim();
}

public sealed class WaysForm
{
    public List<WayForm> Ways { get; set; } = [];
}

/// <summary>Says by hand which addresses and numbers of somebody work. A no to being called or written to is the person's, and goes into the ledger: no form takes it back.</summary>
[Needs(Permission.EditPeople)]
public sealed class WaysPage(Database db, SavePerson save, ConsentLedger ledger, CurrentNation nation, Words words, TimeProvider clock) : PageModel
{
    private List<PersonEmail> emails = [];
    private List<PersonPhone> phones = [];
    private HashSet<Purpose> refused = [];

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public WaysForm Form { get; set; } = new();

    public string Name { get; private set; } = "";

    public string Shown(WayForm way) => way.IsPhone ? PhoneNumber.Display(phones.First(p => p.Id == way.Id).Number, nation.Facts.Country) : emails.First(e => e.Id == way.Id).Address;

    public IEnumerable<SelectListItem> StatesOf(WayForm way)
    {
        var now = Stands(way);
        WayState[] states = way.IsPhone ? [WayState.Works, WayState.Bad, WayState.NoCalls, WayState.NoTexts] : [WayState.Works, WayState.Bad, WayState.NoMails];
        // Who said no stays there until they say yes themselves; the number may still turn out wrong.
        return states.Where(s => s != WayState.Works || now is WayState.Works or WayState.Bad).Select(s => new SelectListItem(Label(s, way.IsPhone), s.ToString()));
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is null) return NotFound();
        Form.Ways =
        [
            .. emails.Select(e => new WayForm { Id = e.Id, Reason = e.BadReason }), .. phones.Select(p => new WayForm { Id = p.Id, IsPhone = true, Reason = p.BadReason }),
        ];
        foreach (var way in Form.Ways) (way.State, way.StateShown, way.ReasonShown) = (Stands(way), Stands(way), way.Reason);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // One form at a time, as where the whole person is edited.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await Load(ct) is not { } person) return NotFound();
        // What went since the form was opened is left out.
        Form.Ways.RemoveAll(w => w.IsPhone ? phones.TrueForAll(p => p.Id != w.Id) : emails.TrueForAll(e => e.Id != w.Id));
        for (var i = 0; i < Form.Ways.Count; i++)
        {
            var way = Form.Ways[i];
            if (!way.IsTouched) continue;
            if (!StatesOf(way).Any(s => s.Value == way.State.ToString())) way.State = Stands(way);
            if (way.State == WayState.Bad && string.IsNullOrWhiteSpace(way.Reason)) ModelState.AddModelError($"Form.Ways[{i}].Reason", words["Say why: somebody asks in a year."]);
        }

        if (!ModelState.IsValid) return this.Again();
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var touched = Form.Ways.FindAll(w => w.IsTouched);
        foreach (var way in touched)
        {
            var (isBad, reason) = (way.State == WayState.Bad, way.State == WayState.Bad ? way.Reason?.Trim() : null);
            if (way.IsPhone)
            {
                var phone = phones.First(p => p.Id == way.Id);
                if ((phone.IsBad, phone.BadReason) != (isBad, reason)) fields.Add("phone");
                (phone.IsBad, phone.BadReason) = (isBad, reason);
            }
            else
            {
                var email = emails.First(e => e.Id == way.Id);
                if ((email.IsBad, email.BadReason) != (isBad, reason)) fields.Add("email");
                (email.IsBad, email.BadReason) = (isBad, reason);
            }
        }

        foreach (var purpose in touched.Select(w => RefusedBy(w.State)).OfType<Purpose>().Distinct())
        {
            if ((await ledger.SaidNo([Id], purpose, ct)).Count == 0) await ledger.Withdraw(Id, purpose, "panel", ct);
        }

        if (fields.Count > 0) person.ChangedAt = clock.GetUtcNow();
        await save.Remember(Id, fields, "panel", ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/people/{Id}");
    }

    private WayState Stands(WayForm way) => way.IsPhone
        ? phones.First(p => p.Id == way.Id) is var phone && phone.IsBad ? WayState.Bad : refused.Contains(Purpose.Call) ? WayState.NoCalls : refused.Contains(Purpose.Sms) && phone.Kind == PhoneKind.Mobile ? WayState.NoTexts : WayState.Works
        : emails.First(e => e.Id == way.Id).IsBad ? WayState.Bad : refused.Contains(Purpose.News) ? WayState.NoMails : WayState.Works;

    private static Purpose? RefusedBy(WayState state) => state switch
    {
        WayState.NoCalls => Purpose.Call,
        WayState.NoTexts => Purpose.Sms,
        WayState.NoMails => Purpose.News,
        WayState.Works or WayState.Bad => null,
    };

    private string Label(WayState state, bool isPhone) => state switch
    {
        WayState.Works => words["works"],
        WayState.Bad => isPhone ? words["wrong number"] : words["bounces"],
        WayState.NoCalls => words["asks not to be called"],
        WayState.NoTexts => words["asks for no texts"],
        WayState.NoMails => words["asks not to be written to"],
    };

    private async Task<Person?> Load(CancellationToken ct)
    {
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == Id && p.ArchivedAt == null, ct);
        if (person is null) return null;
        Name = person.FullName is { Length: > 0 } name ? name : words["No name"];
        emails = await db.PersonEmails.Where(e => e.PersonId == Id).OrderBy(e => e.Position).ToListAsync(ct);
        phones = await db.PersonPhones.Where(p => p.PersonId == Id).OrderBy(p => p.Position).ToListAsync(ct);
        refused = await db.ConsentStates.Where(s => s.PersonId == Id && !s.IsGiven).Select(s => s.Purpose).ToHashSetAsync(ct);
        refused.ExceptWith((await ConsentLedger.Undone(db, [Id], ct)).Select(u => u.Purpose));
        return person;
    }
}
