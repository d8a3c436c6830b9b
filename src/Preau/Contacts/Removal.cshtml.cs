using Microsoft.AspNetCore.Mvc;
using Preau.Accounts;
using Preau.Panel;
using Preau.Shared;

namespace Preau.Contacts;

[Needs(Permission.WriteNotes)]
public sealed class RemovalPage(Database db, CurrentAccount me, LogContact log, Words words, TimeProvider clock) : CorrectionPage(db, me, clock)
{
    private readonly Database db = db;

    public IActionResult OnGet(long id) => LocalRedirect("~/contacts");

    public async Task<IActionResult> OnPost(long id, CancellationToken ct)
    {
        if (await Load(id, removed: false, ct) is not var (contact, person)) return NotFound();
        await log.Remove(contact, person, ct);
        await db.SaveChangesAsync(ct);
        this.Say(ContactEffects.Refused(contact.Status) is null ? words["The contact is taken back."] : words["The contact is taken back. Their no stays until they say yes themselves."], undo: $"/contacts/{id}/restoration");
        return LocalRedirect($"~/people/{person.Id}");
    }
}
