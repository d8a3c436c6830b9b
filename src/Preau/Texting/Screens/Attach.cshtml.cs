using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Panel;
using Preau.People;
using Preau.Shared;
using Preau.Texting.Keywords;

namespace Preau.Texting;

/// <summary>Says whose number it is: somebody known, or somebody new, who has the number from then on.</summary>
[Needs(Permission.EditPeople)]
public sealed class AttachPage(Database db, Threads threads, PickPerson pick, SavePerson save, HearKeyword keywords, CurrentNation nation, Words words) : PageModel
{
    [FromForm, StringLength(120)]
    public string? Person { get; set; }

    [FromForm, StringLength(80)]
    public string? FirstName { get; set; }

    [FromForm, StringLength(80)]
    public string? LastName { get; set; }

    public IActionResult OnGet(long id) => LocalRedirect($"~/texts/{id}");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await threads.Seen.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } conversation) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!ModelState.IsValid || await Who(conversation, ct) is not { } person)
        {
            this.Warn(words["Nobody was found by that, or several people: choose one from the list."]);
            return LocalRedirect($"~/texts/{id}");
        }

        conversation.PersonId = person;
        var texts = await db.TextMessages.Where(t => t.ConversationId == id && t.PersonId == null).ToListAsync(ct);
        foreach (var text in texts) text.PersonId = person;
        await db.SaveChangesAsync(ct);
        await keywords.Settle(person, texts, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        this.Say(words["The conversation stands on their record."]);
        return LocalRedirect($"~/texts/{id}");
    }

    private async Task<long?> Who(Conversation conversation, CancellationToken ct)
    {
        PhoneNumber[] phones = PhoneNumber.TryParse(conversation.NumberKey, nation.Facts.Country, out var phone) ? [phone] : [];
        if (Person?.Trim() is { Length: > 0 } said)
        {
            if (await pick.Read(said, ct) is not Picking.One(var id) || await db.People.SingleOrDefaultAsync(p => p.Id == id && p.ArchivedAt == null, ct) is not { } known) return null;
            await save.Apply(known, new PersonInput { Phones = phones }, "panel", Overwrite.FillBlanks, ct);
            return id;
        }

        if (string.IsNullOrWhiteSpace(LastName)) return null;
        return (await save.Run(new PersonInput { FirstName = FirstName?.Trim(), LastName = LastName.Trim(), Phones = phones }, "panel", Overwrite.FillBlanks, ct)).Person.Id;
    }
}
