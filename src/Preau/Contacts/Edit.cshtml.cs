using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

[Needs(Permission.WriteNotes)]
public sealed class EditPage(Database db, CurrentAccount me, MakeLogForm make, CheckContact check, LogContact log, CurrentNation nation, Words words, TimeProvider clock) : CorrectionPage(db, me, clock)
{
    private readonly Database db = db;

    [FromRoute]
    public long Id { get; set; }

    [BindProperty]
    public ContactForm Form { get; set; } = new();

    public LogForm Log { get; private set; } = new(new Person(), new ContactForm(), [], [], [], null);

    public string Name => Log.Person.FullName is { Length: > 0 } name ? name : words["No name"];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(Id, removed: false, ct) is not var (contact, person)) return NotFound();
        await Prepare(person, new ContactForm { Method = contact.Method, Status = contact.Status, Text = contact.Text, Day = nation.Facts.DayOf(contact.At), SupportLevel = contact.SupportAfter, PhoneId = contact.MarkedPhoneId }, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(Id, removed: false, ct) is not var (contact, person)) return NotFound();
        (Form.Next, Form.DueOn, Form.AssigneeId) = (null, null, null);
        await check.Run(person, Form, contact, ModelState, ct);
        if (!ModelState.IsValid)
        {
            await Prepare(person, Form, ct);
            return this.Again();
        }

        await log.Correct(contact, person, Form, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["Saved."]);
        return LocalRedirect($"~/people/{person.Id}");
    }

    private async Task Prepare(Person person, ContactForm form, CancellationToken ct) => Log = await make.With(person, form, ct) with { IsCorrection = true, Waiting = [] };
}
