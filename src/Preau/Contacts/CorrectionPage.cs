using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;

namespace Preau.Contacts;

/// <summary>A page about one contact that its reader may change: their own for a day, any of them for staff.</summary>
public abstract class CorrectionPage(Database db, CurrentAccount me, TimeProvider clock) : PageModel
{
    /// <summary>Null where it is not there, is about somebody whom the reader does not see, or is no longer theirs to change.</summary>
    protected async Task<(Contact Contact, Person Person)?> Load(long id, bool removed, CancellationToken ct)
    {
        var contact = await db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).SingleOrDefaultAsync(c => c.Id == id && c.RemovedAt != null == removed, ct);
        if (contact is null || !me.MayChange(contact, clock.GetUtcNow())) return null;
        return await db.People.SingleOrDefaultAsync(p => p.Id == contact.PersonId, ct) is { } person ? (contact, person) : null;
    }
}
