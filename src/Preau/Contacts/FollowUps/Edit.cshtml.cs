using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts.FollowUps;

/// <summary>Puts a follow-up off, words it otherwise, or gives it to somebody else.</summary>
[Needs(Permission.WriteNotes)]
public sealed class EditPage(Database db, WhoFollowsUp who, CheckContact check, FollowUpList list, ContactWords said, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public FollowUpForm Form { get; set; } = new();

    public long PersonId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The contact that it came from, in words.</summary>
    public string? From { get; private set; }
    public IReadOnlyList<SelectListItem> Team { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is not var (followUp, _)) return NotFound();
        Form = new FollowUpForm { What = followUp.What, DueOn = followUp.DueOn, AssigneeId = followUp.AssigneeId };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not var (followUp, person)) return NotFound();
        if (Form.DueOn is { } due && due != followUp.DueOn && check.Reason(due, list.Today) is { } reason) ModelState.AddModelError("Form.DueOn", reason);
        if (Form.AssigneeId is not { } chosen || (chosen != followUp.AssigneeId && !await who.Can(person, chosen, ct))) ModelState.AddModelError("Form.AssigneeId", words["Choose somebody of the team who may see this person."]);
        if (!ModelState.IsValid) return this.Again();
        (followUp.What, followUp.DueOn, followUp.AssigneeId) = (Form.What.Trim(), Form.DueOn!.Value, Form.AssigneeId);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect("~/follow-ups");
    }

    private async Task<(FollowUp FollowUp, Person Person)?> Load(CancellationToken ct)
    {
        if (await db.FollowUps.SingleOrDefaultAsync(f => f.Id == Id, ct) is not { } followUp) return null;
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == followUp.PersonId, ct) is not { } person) return null;
        (PersonId, Name) = (person.Id, person.FullName is { Length: > 0 } name ? name : words["No name"]);
        Team = await who.Options(person, ct);
        if (followUp.ContactId is { } from && await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == from, ct) is { } contact)
            From = contact.Text.Length > 0 ? words["{0}. {1}", said.Of(contact), contact.Text] : said.Of(contact);
        return (followUp, person);
    }
}
