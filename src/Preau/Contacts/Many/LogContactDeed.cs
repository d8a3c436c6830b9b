using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Bulk;
using Preau.Shared;

namespace Preau.Contacts.Many;

/// <summary>
/// Writes a contact down for each of many, with the effects that a single one has, as far as they can be known: of several telephones nobody says which one was tried.
/// </summary>
public sealed class LogContactDeed(Database db, ContactWords said, ConsentLedger ledger, CheckContact check, CurrentNation nation, Words words, TimeProvider clock) : IBulkDeed
{
    private const string Source = "panel";

    public BulkKind Kind => BulkKind.Contact;

    public Task<BulkAsk?> Ask(CancellationToken ct) => Task.FromResult<BulkAsk?>(new(words["Log a contact with them"], "speakerphone", Page: "contact"));

    public Task<string?> Choose(BulkAct act, BulkChoice choice, CancellationToken ct)
    {
        if (ManyContact.Read(choice.Value) is not { } contact) return Task.FromResult<string?>(words["Say how, and what came of it."]);
        act.Value = contact.Write();
        // What the audit trail says of it: never what was said.
        act.Field = $"{EnumText<ContactMethod>.Of(contact.Method)}, {EnumText<ContactStatus>.Of(contact.Status)}";
        return Task.FromResult<string?>(null);
    }

    public Task<string> Say(BulkAct act, CancellationToken ct) => Task.FromResult(Of(act) is { } c ? words["Log a contact: {0}", words["{0}: {1}", said.Of(c.Method), said.Of(c.Status)]] : words["Log a contact with them"]);

    public Task<string> SayDone(BulkAct act, CancellationToken ct) => Task.FromResult(words.Count(act.Changed, "A contact is logged with {0} person.", "A contact is logged with {0} people."));

    public Task<string?> Consequence(BulkAct act, CancellationToken ct) => Task.FromResult(Of(act) is not { } contact ? null
        : ContactEffects.Refused(contact.Status) switch
        {
            Purpose.Call => words["Nobody calls them any more. Their no stays, even when this is taken back."],
            Purpose.Sms => words["They get no text messages any more. Their no stays, even when this is taken back."],
            Purpose.News => words["They get no mails any more. Their no stays, even when this is taken back."],
            _ => ContactEffects.SpoilsPhone(contact.Status) ? words["Whoever has one telephone has it marked as wrong. Of several nobody knows which one was tried: they stay as they are."] : null,
        });

    public Task<string?> WhyNot(BulkAct act, CancellationToken ct) => Task.FromResult(Of(act) is null ? words["Say how, and what came of it."] : null);

    public IQueryable<long> Already(BulkAct act) => db.BulkEffects.Where(e => e.BulkActId == act.Id).Select(e => e.PersonId);

    public async Task<IReadOnlyList<(long PersonId, string? Before)>> Do(BulkAct act, long[] ids, CancellationToken ct)
    {
        var contact = Of(act) ?? throw new InvalidOperationException("The act says no contact.");
        var phones = ContactEffects.SpoilsPhone(contact.Status) ? await Spoil(ids, act.At, ct) : [];
        var at = Moment(act, contact);
        var id = db.Ids.Reserve("contact_log", ids.Length);
        await using (var rows = await db.Bulk("contact_log", ["id", "person_id", "author_id", "method", "status", "text", "at", "created_at", "marked_phone_id", "entry_key"], ct))
        {
            foreach (var personId in ids)
            {
                rows.Row(id, personId, act.AccountId, EnumText<ContactMethod>.Of(contact.Method), EnumText<ContactStatus>.Of(contact.Status), contact.Text, at, act.At, phones.TryGetValue(personId, out var phone) ? phone : null, Key(act) + id.ToString(CultureInfo.InvariantCulture));
                id++;
            }

            await rows.Done(ct);
        }

        if (ContactEffects.Refused(contact.Status) is { } purpose) await ledger.Withdraw(await Asked(ids, purpose, ct), purpose, Source, ct);
        return [.. ids.Select(p => (p, (string?)null))];
    }

    public async Task<long[]> Undo(BulkAct act, IReadOnlyList<BulkEffect> effects, CancellationToken ct)
    {
        var contact = Of(act) ?? throw new InvalidOperationException("The act says no contact.");
        var (key, at, now) = (Key(act), Moment(act, contact), clock.GetUtcNow().ToMicroseconds());
        long[] ids = [.. effects.Select(e => e.PersonId)];
        // Whoever was merged since has the contacts of both; what somebody corrected since is theirs.
        var mine = await db.Contacts.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.PersonId) && c.EntryKey!.StartsWith(key) && c.Method == contact.Method && c.Status == contact.Status && c.Text == contact.Text && c.At == at && c.SupportAfter == null)
            .Select(c => new { c.Id, c.PersonId, c.MarkedPhoneId }).ToListAsync(ct);
        long[] contacts = [.. mine.Select(c => c.Id)];
        await db.FollowUps.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(f => EF.Parameter(contacts).Contains(f.ContactId!.Value)).ExecuteUpdateAsync(s => s.SetProperty(f => f.RemovedAt, now), ct);
        await db.Contacts.Where(c => EF.Parameter(contacts).Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.RemovedAt, now), ct);
        long[] marked = [.. mine.Select(c => c.MarkedPhoneId).OfType<long>()];
        // What somebody else found bad as well stays bad.
        var others = ContactEffects.Spoiling(db).Where(c => c.CreatedAt >= act.At);
        var back = await db.PersonPhones.Where(p => EF.Parameter(marked).Contains(p.Id) && p.IsBad && p.BadReason == null && !others.Any(c => c.PersonId == p.PersonId && (c.MarkedPhoneId == null || c.MarkedPhoneId == p.Id))).Select(p => new { p.Id, p.PersonId }).ToListAsync(ct);
        await Mark([.. back.Select(p => p.Id)], [.. back.Select(p => p.PersonId).Distinct()], isBad: false, now, ct);
        return [.. mine.Select(c => c.PersonId).Distinct()];
    }

    public string Action(bool isUndo) => isUndo ? "contact_log.deleted" : "contact_log.created";

    /// <summary>When it happened: the same instant for each batch, and for the undo.</summary>
    private DateTimeOffset Moment(BulkAct act, ManyContact contact) => contact.Day is not { } day || day >= nation.Facts.DayOf(act.At) ? act.At : check.Moment(day);

    /// <summary>Those whom a no is still to be written down for. Where two records were made one, the no that stands may be the other's alone.</summary>
    private async Task<long[]> Asked(long[] ids, Purpose purpose, CancellationToken ct)
    {
        var said = await ledger.SaidNo(ids, purpose, ct);
        said.ExceptWith(await db.Merges.Where(m => m.UndoneAt == null && m.Undo != "" && EF.Parameter(ids).Contains(m.PersonId)).Select(m => m.PersonId).ToListAsync(ct));
        return [.. ids.Except(said)];
    }

    /// <summary>The telephone of whoever has one that was thought good.</summary>
    private async Task<Dictionary<long, long?>> Spoil(long[] ids, DateTimeOffset at, CancellationToken ct)
    {
        var phones = await db.PersonPhones.Where(p => EF.Parameter(ids).Contains(p.PersonId) && !p.IsBad).GroupBy(p => p.PersonId).Where(g => g.Count() == 1).Select(g => new { PersonId = g.Key, Id = g.Min(p => p.Id) }).ToListAsync(ct);
        await Mark([.. phones.Select(p => p.Id)], [.. phones.Select(p => p.PersonId)], isBad: true, at, ct);
        return phones.ToDictionary(p => p.PersonId, p => (long?)p.Id);
    }

    private async Task Mark(long[] phones, long[] people, bool isBad, DateTimeOffset at, CancellationToken ct)
    {
        if (phones.Length == 0) return;
        await db.PersonPhones.Where(p => EF.Parameter(phones).Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.IsBad, isBad).SetProperty(p => p.BadReason, (string?)null), ct);
        await db.People.Where(p => EF.Parameter(people).Contains(p.Id)).ExecuteUpdateAsync(s => s.SetProperty(p => p.ChangedAt, at), ct);
        await db.Provenances.Where(p => EF.Parameter(people).Contains(p.PersonId) && p.Field == "phone").ExecuteDeleteAsync(ct);
        await using (var rows = await db.Bulk("provenance", ["person_id", "field", "source", "at"], ct))
        {
            foreach (var person in people) rows.Row(person, "phone", Source, at);
            await rows.Done(ct);
        }

        db.Trail.Record("person_phone.changed", people, "is_bad");
    }

    /// <summary>How the contacts of an act begin the key that makes each of them one.</summary>
    private static string Key(BulkAct act) => string.Create(CultureInfo.InvariantCulture, $"act{act.Id}:");

    private static ManyContact? Of(BulkAct act) => ManyContact.Read(act.Value);
}
