using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>The form with all it offers to choose from.</summary>
/// <param name="Person">Whom it is about.</param>
/// <param name="Form">As filled so far.</param>
/// <param name="Phones">Numbers that can turn out wrong; a choice only where there are several.</param>
/// <param name="Team">Who can be asked to do something next.</param>
/// <param name="Waiting">What this reader is to do with the person.</param>
/// <param name="Support">The level that stands now.</param>
/// <param name="IsCorrection">Whether a contact is being corrected: what comes next is then a thing of its own.</param>
public sealed record LogForm(
    Person Person, ContactForm Form, IReadOnlyList<SelectListItem> Phones, IReadOnlyList<SelectListItem> Team, IReadOnlyList<FollowUp> Waiting, int? Support, bool IsCorrection = false);

public sealed class MakeLogForm(Database db, CurrentAccount me, CurrentNation nation, WhoFollowsUp who, Words words)
{
    /// <summary>An empty form that begins where this reader is most likely to.</summary>
    /// <param name="method">What they just did, where that is known.</param>
    public async Task<LogForm> Begin(Person person, ContactMethod? method, long? done, CancellationToken ct)
    {
        // Whoever knocks at doors goes on knocking.
        method ??= await db.Contacts.Where(c => c.AuthorId == me.Id).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Select(c => (ContactMethod?)c.Method).FirstOrDefaultAsync(ct);
        return await With(person, new ContactForm { Method = method ?? ContactMethod.PhoneCall, AssigneeId = me.Id, EntryKey = Guid.NewGuid().ToString("n"), Done = done is { } id ? [id] : [] }, ct);
    }

    public async Task<LogForm> With(Person person, ContactForm form, CancellationToken ct)
    {
        var phones = await db.PersonPhones.AsNoTracking().Where(p => p.PersonId == person.Id && (!p.IsBad || p.Id == form.PhoneId)).OrderBy(p => p.Position).ToListAsync(ct);
        var waiting = await db.FollowUps.AsNoTracking().Where(f => f.PersonId == person.Id && f.DoneAt == null && f.AssigneeId == me.Id).OrderBy(f => f.DueOn).ThenBy(f => f.Id).Take(5).ToListAsync(ct);
        return new(
            person, form, [.. phones.Select(p => new SelectListItem(words["{0} ({1})", me.Shown(p, nation.Facts.Country), p.Kind == PhoneKind.Mobile ? words["mobile"] : words["landline"]], Number(p.Id)))],
            await who.Options(person, ct), waiting, person.SupportLevel);
    }

    private static string Number(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
