using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail.Inbox;

/// <summary>Says who wrote: somebody known, or somebody new, who has the address from then on. What they agreed to does not change by it.</summary>
[Needs(Permission.EditPeople)]
public sealed class PersonPage(Database db, PickPerson pick, SavePerson save, ApplyRules rules, Words words) : PageModel
{
    [FromForm, StringLength(120)]
    public string? Person { get; set; }

    [FromForm, StringLength(80)]
    public string? FirstName { get; set; }

    [FromForm, StringLength(80)]
    public string? LastName { get; set; }

    public IActionResult OnGet(long id) => LocalRedirect($"~/inbox/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.MailThreads.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } thread) return NotFound();
        if (!ModelState.IsValid || await Who(thread, ct) is not { } person)
        {
            this.Warn(words["Nobody was found by that, or several people: choose one from the list."]);
            return LocalRedirect($"~/inbox/{id}");
        }

        (thread.PersonId, thread.SentToId) = (person, null);
        var mails = await db.InboxMails.Where(m => m.MailThreadId == id).ToListAsync(ct);
        foreach (var mail in mails.Where(m => m.PersonId is null)) mail.PersonId = person;
        await rules.Run(thread, mails, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The conversation stands on their record."]);
        return LocalRedirect($"~/inbox/{id}");
    }

    private async Task<long?> Who(MailThread thread, CancellationToken ct)
    {
        EmailAddress[] emails = EmailAddress.TryParse(thread.Address, out var email) ? [email] : [];
        if (Person?.Trim() is { Length: > 0 } said)
        {
            if (await pick.Read(said, ct) is not Picking.One(var id) || await db.People.SingleOrDefaultAsync(p => p.Id == id && p.ArchivedAt == null, ct) is not { } known) return null;
            await save.Apply(known, new PersonInput { Emails = emails }, "panel", Overwrite.FillBlanks, ct);
            return id;
        }

        if (string.IsNullOrWhiteSpace(LastName)) return null;
        return (await save.Run(new PersonInput { FirstName = FirstName?.Trim(), LastName = LastName.Trim(), Emails = emails }, "panel", Overwrite.FillBlanks, ct)).Person.Id;
    }
}
