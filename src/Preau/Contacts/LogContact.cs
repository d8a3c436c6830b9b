using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.People;
using Preau.Shared;

namespace Preau.Contacts;

/// <summary>Writes a contact down with all that follows from it, corrects it, takes it back, and lets it return. Nothing is ever sent.</summary>
public sealed class LogContact(Database db, CurrentAccount me, ContactEffects effects, CheckContact check, CurrentNation nation, Words words, TimeProvider clock)
{
    /// <summary>The form was checked. The caller saves.</summary>
    public async Task<Contact> Run(Person person, ContactForm form, CancellationToken ct)
    {
        var key = string.IsNullOrWhiteSpace(form.EntryKey) ? null : form.EntryKey;
        var earlier = await Earlier(key, ct);
        if (earlier is { RemovedAt: null } && earlier.PersonId == person.Id) return earlier;
        var now = clock.GetUtcNow();
        var contact = new Contact { PersonId = person.Id, AuthorId = me.Id, CreatedAt = now, EntryKey = earlier is null ? key : null };
        db.Add(contact);
        (contact.Method, contact.Status, contact.Text, contact.At) = (form.Method!.Value, form.Status!.Value, form.Text?.Trim() ?? "", check.Moment(form.Day));
        (contact.SupportAfter, contact.MarkedPhoneId) = (form.SupportLevel, form.PhoneId);
        await effects.Apply(contact, person, ct);
        await Settle(contact, form.Done, now, ct);
        if (form.DueOn is { } due) db.Add(Next(contact, form, due, now));
        return contact;
    }

    /// <summary>What a form made already, whose button was pressed twice; also what was taken back since, which its author may write down once more.</summary>
    public async Task<Contact?> Earlier(string? key, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(key) ? null : await db.Contacts.IgnoreQueryFilters([ContactMap.RemovedFilter]).FirstOrDefaultAsync(c => c.EntryKey == key, ct);

    /// <summary>Only what reads otherwise now is taken back and done anew, so that a mended word does not undo what was learned since. The caller saves.</summary>
    public async Task Correct(Contact contact, Person person, ContactForm form, CancellationToken ct)
    {
        (contact.Method, contact.Text) = (form.Method!.Value, form.Text?.Trim() ?? "");
        if (form.Day is not null && form.Day != nation.Facts.DayOf(contact.At)) contact.At = check.Moment(form.Day);
        if (form.SupportLevel != contact.SupportAfter)
        {
            await effects.TakeBackSupport(contact, person, ct);
            contact.SupportAfter = form.SupportLevel;
            await effects.ApplySupport(contact, person, ct);
        }

        if (form.Status == contact.Status && form.PhoneId == contact.MarkedPhoneId) return;
        await effects.TakeBackStatus(contact, person, ct);
        (contact.Status, contact.MarkedPhoneId) = (form.Status!.Value, form.PhoneId);
        await effects.ApplyStatus(contact, person, ct);
    }

    /// <summary>With the follow-up that it brought; those that it settled are open again. The caller saves.</summary>
    public async Task Remove(Contact contact, Person person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await effects.TakeBack(contact, person, ct);
        contact.RemovedAt = now;
        // What a volunteer asked somebody else to do goes with it, seen or not.
        foreach (var next in await db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(f => f.ContactId == contact.Id).ToListAsync(ct)) next.RemovedAt = now;
        foreach (var settled in await db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(f => f.OutcomeId == contact.Id).ToListAsync(ct))
            (settled.DoneAt, settled.DoneById) = (null, null);
    }

    /// <summary>Takes the removal back. The caller saves.</summary>
    public async Task Restore(Contact contact, Person person, CancellationToken ct)
    {
        var removed = contact.RemovedAt;
        contact.RemovedAt = null;
        await effects.Apply(contact, person, ct);
        var with = db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter, ContactMap.RemovedFilter]);
        foreach (var next in await with.Where(f => f.ContactId == contact.Id && f.RemovedAt == removed).ToListAsync(ct)) next.RemovedAt = null;
        foreach (var settled in await with.Where(f => f.OutcomeId == contact.Id && f.DoneAt == null && f.RemovedAt == null).ToListAsync(ct)) (settled.DoneAt, settled.DoneById) = (contact.CreatedAt, contact.AuthorId);
    }

    private async Task Settle(Contact contact, List<long> ids, DateTimeOffset now, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        foreach (var settled in await db.FollowUps.Where(f => f.PersonId == contact.PersonId && f.DoneAt == null && ids.Contains(f.Id)).ToListAsync(ct))
            (settled.DoneAt, settled.DoneById, settled.OutcomeId) = (now, me.Id, contact.Id);
    }

    private FollowUp Next(Contact contact, ContactForm form, DateOnly due, DateTimeOffset now) => new()
    {
        PersonId = contact.PersonId, ContactId = contact.Id, DueOn = due, AuthorId = me.Id, AssigneeId = form.AssigneeId ?? me.Id, CreatedAt = now,
        What = form.Next?.Trim() is { Length: > 0 } next ? next : words["Get in touch again"],
    };
}
