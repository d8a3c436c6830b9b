using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>Lets a contact return that was taken back.</summary>
[Needs(Permission.WriteNotes)]
public sealed class RestorationPage(Database db, CurrentAccount me, LogContact log, Words words, TimeProvider clock) : CorrectionPage(db, me, clock)
{
    private readonly Database db = db;

    public IActionResult OnGet(long id) => LocalRedirect("~/contacts");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Load(id, removed: true, ct) is not var (contact, person)) return NotFound();
        await log.Restore(contact, person, ct);
        await db.SaveChangesAsync(ct);
        this.Say(words["The contact is there again."]);
        return LocalRedirect($"~/people/{person.Id}");
    }
}
