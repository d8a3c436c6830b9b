using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>Takes what the form on the profile sends, and is that form on a page of its own: from a follow-up, or where something is to be put right.</summary>
[Needs(Permission.WriteNotes)]
public sealed class LogPage(Database db, MakeLogForm make, CheckContact check, LogContact log, ContactWords said, CurrentAccount me, Words words) : PageModel
{
    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public ContactForm Form { get; set; } = new();

    public LogForm Log { get; private set; } = new(new Person(), new ContactForm(), [], [], [], null);

    public string Name => Log.Person.FullName is { Length: > 0 } name ? name : words["No name"];

    public async Task<IActionResult> OnGet(long? done, CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        Log = await make.Begin(person, null, done, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is not { } person) return NotFound();
        await check.Run(person, Form, null, ModelState, ct);
        if (!ModelState.IsValid)
        {
            Log = await make.With(person, Form, ct);
            return this.Again();
        }

        var contact = await log.Run(person, Form, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (Form.EntryKey is not null)
        {
            // Two presses at the same moment: the other one wrote it.
            db.ChangeTracker.Clear();
            if (await log.Earlier(Form.EntryKey, ct) is not { } written) throw;
            contact = written;
        }

        this.Say(Sentence(contact), undo: $"/contacts/{contact.Id}/removal");
        return LocalRedirect($"~/people/{Id}");
    }

    private string Sentence(Contact contact)
    {
        List<string> told = [words["Written down: {0}.", said.Of(contact)]];
        if (contact.MarkedPhoneId is not null) told.Add(words["The number is marked as wrong."]);
        if (ContactEffects.Refused(contact.Status) is not null) told.Add(words["Their no stands in the ledger, and only they can take it back."]);
        if (contact.Status == ContactStatus.Deceased && me.Can(Permission.EditPeople)) told.Add(words["If it is certain, archive the person: they then get nothing."]);
        if (Form.DueOn is { } due) told.Add(words["To follow up by {0}.", ContactWords.Day(due)]);
        return string.Join(' ', told);
    }

    private Task<Person?> Load(CancellationToken ct) => db.People.SingleOrDefaultAsync(p => p.Id == Id, ct);
}
