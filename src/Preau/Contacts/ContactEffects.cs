using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Contacts;

/// <summary>What a contact changes beside its own line: the support level, a telephone that reaches nobody, a no to being called, texted or written to.</summary>
public sealed class ContactEffects(Database db, SavePerson save, ConsentLedger ledger, TimeProvider clock)
{
    /// <summary>Where values and withdrawals that a contact told of came from.</summary>
    private const string Source = "panel";

    /// <summary>What somebody who said so is not asked again; nothing for every other result.</summary>
    public static Purpose? Refused(ContactStatus status) => status switch
    {
        ContactStatus.DoNotCall => Purpose.Call,
        ContactStatus.DoNotText => Purpose.Sms,
        ContactStatus.DoNotMail => Purpose.News,
        _ => null,
    };

    /// <summary>Whether the number that was tried is of no use.</summary>
    public static bool SpoilsPhone(ContactStatus status) => status is ContactStatus.WrongNumber or ContactStatus.Disconnected;

    /// <summary>Contacts that found a number to be of no use. One that marked none found it bad already.</summary>
    public static IQueryable<Contact> Spoiling(Database db) => db.Contacts.Where(c => c.Status == ContactStatus.WrongNumber || c.Status == ContactStatus.Disconnected);

    /// <summary>The caller saves.</summary>
    public async Task Apply(Contact contact, Person person, CancellationToken ct)
    {
        await ApplySupport(contact, person, ct);
        await ApplyStatus(contact, person, ct);
    }

    /// <summary>
    /// Puts back what the contact changed and nobody changed since. A no stays: the ledger is only appended to, and a yes is the person's alone to give.
    /// The caller saves.
    /// </summary>
    public async Task TakeBack(Contact contact, Person person, CancellationToken ct)
    {
        await TakeBackSupport(contact, person, ct);
        await TakeBackStatus(contact, person, ct);
    }

    public async Task ApplySupport(Contact contact, Person person, CancellationToken ct)
    {
        contact.SupportBefore = contact.SupportAfter is null ? null : person.SupportLevel;
        if (contact.SupportAfter is not { } level || await IsOutdated(contact, person, ct)) return;
        // Said again, it is theirs since: undoing what set it before leaves it.
        person.SupportLevel = level;
        await Remember(person, "support_level", ct);
    }

    public async Task TakeBackSupport(Contact contact, Person person, CancellationToken ct)
    {
        if (contact.SupportAfter is not { } level || level == contact.SupportBefore || person.SupportLevel != level) return;
        if (await IsOutdated(contact, person, ct)) return;
        person.SupportLevel = contact.SupportBefore;
        await Remember(person, "support_level", ct);
    }

    /// <summary>Somebody wrote down later what they said. Processes take numbers in blocks: the instant tells.</summary>
    private Task<bool> IsOutdated(Contact contact, Person person, CancellationToken ct) =>
        db.Contacts.AnyAsync(c => c.PersonId == person.Id && (c.CreatedAt > contact.CreatedAt || (c.CreatedAt == contact.CreatedAt && c.Id > contact.Id)) && c.SupportAfter != null, ct);

    public async Task ApplyStatus(Contact contact, Person person, CancellationToken ct)
    {
        if (SpoilsPhone(contact.Status) && await Phone(contact, ct) is { IsBad: false } phone)
        {
            phone.IsBad = true;
            await Remember(person, "phone", ct);
        }
        else
        {
            // A number that was bad before is not this contact's to take back.
            contact.MarkedPhoneId = null;
        }

        // Where two records were made one, the no that stands may be the other's alone.
        if (Refused(contact.Status) is { } purpose && ((await ledger.SaidNo([person.Id], purpose, ct)).Count == 0 || await db.MayBeTwoAgain(person.Id, ct)))
            await ledger.Withdraw(person.Id, purpose, Source, ct);
    }

    public async Task TakeBackStatus(Contact contact, Person person, CancellationToken ct)
    {
        if (await Phone(contact, ct) is not { IsBad: true } phone) return;
        // What somebody wrote a reason for, or found bad as well, is not this contact's to make good.
        if (phone.BadReason is not null || await Spoiling(db).AnyAsync(c => c.PersonId == contact.PersonId && c.Id != contact.Id && c.CreatedAt >= contact.CreatedAt && (c.MarkedPhoneId == null || c.MarkedPhoneId == phone.Id), ct)) return;
        phone.IsBad = false;
        await Remember(person, "phone", ct);
    }

    private async Task<PersonPhone?> Phone(Contact contact, CancellationToken ct) =>
        contact.MarkedPhoneId is { } id ? await db.PersonPhones.SingleOrDefaultAsync(p => p.Id == id && p.PersonId == contact.PersonId, ct) : null;

    private async Task Remember(Person person, string field, CancellationToken ct)
    {
        person.ChangedAt = clock.GetUtcNow();
        await save.Remember(person.Id, [field], Source, ct);
    }
}
