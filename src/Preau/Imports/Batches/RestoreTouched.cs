using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Capital;
using Preau.Electors.Roll;
using Preau.Electors.Votes;
using Preau.Imports.Named;
using Preau.People;
using Preau.Relations;

namespace Preau.Imports.Batches;

/// <summary>Gives people who were known before an import their values back, where they still are as the import set them.</summary>
internal sealed class RestoreTouched(Database db, RelationRoles roles, Import import, TimeProvider clock)
{
    private const string RollOnly = "is_roll_only";

    private readonly DateTimeOffset now = clock.GetUtcNow().ToMicroseconds();
    private readonly HashSet<(long PersonId, string Field)> restored = [];
    private OtherTouches others = new();

    public async Task Run(long[] ids, CancellationToken ct)
    {
        restored.Clear();
        others = await OtherTouches.Load(db, import, ids, ct);
        var rows = await db.ImportTouches.AsNoTracking().Where(t => t.ImportId == import.Id && EF.Parameter(ids).Contains(t.PersonId)).ToListAsync(ct);
        // The last thing done is the first to be undone.
        var touches = rows.OrderBy(r => r.PersonId).ThenByDescending(r => r.Line).SelectMany(r => Touch.Read(r.Touches).Reverse().Select(t => (r.PersonId, Touch: t))).ToLookup(t => t.Touch.Table, StringComparer.Ordinal);
        await Addresses([.. touches["person_address"]], ct);
        await Values([.. touches["custom_value"]], ids, ct);
        await new TakeBackConsents(db, import, clock).Run([.. touches["consent"].Select(t => t.PersonId).Distinct()], ct);
        await new RestoreRegistrations(db).Run(touches[RestoreRegistrations.Table], others, ct);
        await new RestoreVotes(db).Run(touches[RestoreVotes.FactsTable], touches[RestoreVotes.BallotTable], others, import.UndoSource, ct);
        var came = await Came(ids, ct);
        // Where somebody asked for no more, the address stays with them: without it the next file would make it a stranger's.
        var ledger = new ConsentLedger(db, clock);
        var (noMail, noTexts) = (await ledger.Refused(ids, Purpose.News, ct), await ledger.Refused(ids, Purpose.Sms, ct));
        await Emails(touches["person_email"].Where(t => !came.Contains(t.PersonId) && !noMail.Contains(t.PersonId)), ct);
        await Phones(touches["person_phone"].Where(t => !came.Contains(t.PersonId) && !noTexts.Contains(t.PersonId)), ct);
        await People(touches["person"], ids, came, ct);
        await Notes(touches["note"], ct);
        await new RestoreNamed(db, roles, import, now).Run(touches[RestoreNamed.RelationTable], touches[RestoreNamed.AssigneeTable], ct);
        await Openings(touches["capital_entry"], ct);
        await Memberships(touches["person_membership"], ct);
        foreach (var (personId, touch) in touches["person_external_id"]) await db.PersonExternalIds.Where(e => e.PersonId == personId && e.Source == touch.Key && e.Value == touch.After).ExecuteDeleteAsync(ct);
        foreach (var tag in touches["person_tag"].GroupBy(t => Number(t.Touch.Key), t => t.PersonId))
        {
            var (tagId, people) = (tag.Key, tag.ToArray());
            await db.PersonTags.Where(t => t.TagId == tagId && EF.Parameter(people).Contains(t.PersonId)).ExecuteDeleteAsync(ct);
        }

        await db.Put("PutProvenance", restored.Select(r => new { r.PersonId, r.Field }), now, ct, import.UndoSource);
        await others.Write(db, ct);
        await db.ImportTouches.Where(t => t.ImportId == import.Id && EF.Parameter(ids).Contains(t.PersonId)).ExecuteDeleteAsync(ct);
    }

    /// <summary>After the ways to reach them, which tell who is known by the roll alone again.</summary>
    private async Task People(IEnumerable<(long PersonId, Touch Touch)> touches, long[] ids, HashSet<long> came, CancellationToken ct)
    {
        var byPerson = touches.ToLookup(t => t.PersonId, t => t.Touch);
        if (byPerson.Count == 0) return;
        var reachable = await Reachable([.. byPerson.Where(p => p.Any(t => t.Field == RollOnly)).Select(p => p.Key)], ct);
        var changed = new List<Person>();
        foreach (var person in await db.People.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id)).ToListAsync(ct))
        {
            var isRestored = false;
            foreach (var touch in byPerson[person.Id])
            {
                if (touch.Field == RollOnly && reachable.Contains(person.Id))
                {
                    others.TakeRollOnly(person.Id, touch);
                    continue;
                }

                if (touch.Field == RollOnly && came.Contains(person.Id)) continue;
                // Edited since: the newer word stays.
                if (PersonValues.Read(person, touch.Field!) != touch.After)
                {
                    others.Take(person.Id, touch);
                    continue;
                }

                PersonValues.Put(person, touch.Field!, touch.Before);
                if (touch.Field != RollOnly) restored.Add((person.Id, touch.Field!));
                isRestored = true;
            }

            if (isRestored) changed.Add(person);
        }

        await db.WriteSupport([.. changed.Where(p => restored.Contains((p.Id, SupportHistory.Field))).Select(p => (p.Id, p.SupportLevel, import.UndoSource))], null, now, ct);
        await db.Put("UpdatePeople", changed.Select(p => new
        {
            p.Id, p.FirstName, p.LastName, p.NameKey, p.GivenKey, Sex = PersonValues.Read(p, "sex"), p.BornOn, p.Language, p.SupportLevel, p.Priority, p.Employer, p.Occupation, p.IsRollOnly,
        }), now, ct);
    }

    private async Task<HashSet<long>> Reachable(long[] ids, CancellationToken ct) => ids.Length == 0 ? [] :
    [
        .. await db.PersonEmails.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => e.PersonId).Distinct().ToListAsync(ct),
        .. await db.PersonPhones.Where(p => EF.Parameter(ids).Contains(p.PersonId)).Select(p => p.PersonId).Distinct().ToListAsync(ct),
    ];

    private async Task Addresses(IReadOnlyList<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        var byAddress = touches.ToLookup(t => Number(t.Touch.Key), t => t.Touch);
        var ids = byAddress.Select(a => a.Key).ToArray();
        var (gone, changed) = (new List<long>(), new List<PersonAddress>());
        foreach (var address in await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(ct))
        {
            var isRestored = false;
            foreach (var touch in byAddress[address.Id])
            {
                if (touch.Field is null && AddressDraft.Text(address) == touch.After)
                {
                    gone.Add(address.Id);
                    continue;
                }

                if (touch.Field is null || PersonValues.Read(address, touch.Field) != touch.After)
                {
                    others.Take(address.PersonId, touch);
                    continue;
                }

                PersonValues.Put(address, touch.Field, touch.Before);
                isRestored = true;
            }

            if (isRestored) changed.Add(address);
            if (isRestored) restored.Add((address.PersonId, "address:" + EnumText<AddressKind>.Of(address.Kind)));
        }

        await db.Put("UpdateAddresses", changed.Select(a => new { a.Id, a.Line1, a.Line2, a.Postcode, a.City, a.CityKey, a.CityCode, a.Region, a.Country }), now, ct);
        long[] away = [.. gone];
        await db.PersonAddresses.Where(a => EF.Parameter(away).Contains(a.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task Values(IReadOnlyList<(long PersonId, Touch Touch)> touches, long[] ids, CancellationToken ct)
    {
        if (touches.Count == 0) return;
        var fields = await db.CustomFields.AsNoTracking().ToDictionaryAsync(f => f.Id, ct);
        var current = (await db.CustomValues.AsNoTracking().Where(v => EF.Parameter(ids).Contains(v.PersonId)).ToListAsync(ct)).ToDictionary(v => (v.PersonId, v.CustomFieldId));
        var (back, gone) = (new Dictionary<(long, long), CustomValue>(), new HashSet<(long PersonId, long FieldId)>());
        foreach (var (personId, touch) in touches)
        {
            var key = (personId, Number(touch.Key));
            if (!current.TryGetValue(key, out var value) || !fields.TryGetValue(key.Item2, out var field) || !OwnFields.Is(field, value, touch.After))
            {
                others.Take(personId, touch);
                continue;
            }

            var before = new CustomValue();
            if (touch.Before is not null && !OwnFields.Read(field, touch.Before, before)) continue;
            // Who was the value may be gone or merged since.
            var isNobody = before.LinkedPersonId is { } link && await Now(link, ct) is var now && (before.LinkedPersonId = now) is null;
            restored.Add((personId, CustomField.Prefix + field.Slug));
            if (touch.Before is null || isNobody) gone.Add(key);
            else (back[key], current[key]) = (before, before);
        }

        await db.Put("PutValues", back.Where(b => !gone.Contains(b.Key)).Select(b => new { PersonId = b.Key.Item1, CustomFieldId = b.Key.Item2, b.Value.TextValue, b.Value.TextKey, b.Value.NumberValue, b.Value.DateValue, b.Value.BooleanValue, b.Value.LongKey, b.Value.WholeValue, b.Value.LinkedPersonId }), now, ct);
        foreach (var field in gone.GroupBy(g => g.FieldId, g => g.PersonId))
        {
            var (fieldId, people) = (field.Key, field.ToArray());
            await db.CustomValues.Where(v => v.CustomFieldId == fieldId && EF.Parameter(people).Contains(v.PersonId)).ExecuteDeleteAsync(ct);
        }
    }

    private async Task<long?> Now(long personId, CancellationToken ct) => await db.WhoIs(personId, ct) is var id && await db.People.AnyAsync(p => p.Id == id, ct) ? id : null;

    /// <summary>Who came to the site by themselves since: an address that they may have used there is theirs now, whoever told of it first.</summary>
    private async Task<HashSet<long>> Came(long[] ids, CancellationToken ct)
    {
        return await db.AuditEntries.Where(a => EF.Parameter(ids).Contains(a.ConcernsId!.Value) && a.Actor == ActorKind.Visitor && a.At >= import.CreatedAt).Select(a => a.ConcernsId!.Value).ToHashSetAsync(ct);
    }

    private async Task Emails(IEnumerable<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        var added = touches.ToDictionary(t => Number(t.Touch.Key), t => t.Touch.After);
        long[] ids = [.. added.Keys];
        if (ids.Length == 0) return;
        var rows = await db.PersonEmails.Where(e => EF.Parameter(ids).Contains(e.Id)).Select(e => new { e.Id, e.Address }).ToListAsync(ct);
        long[] gone = [.. rows.Where(r => added[r.Id] == r.Address).Select(r => r.Id)];
        await db.PersonEmails.Where(e => EF.Parameter(gone).Contains(e.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task Phones(IEnumerable<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        var added = touches.ToDictionary(t => Number(t.Touch.Key), t => t.Touch.After);
        long[] ids = [.. added.Keys];
        if (ids.Length == 0) return;
        var rows = await db.PersonPhones.Where(e => EF.Parameter(ids).Contains(e.Id)).Select(e => new { e.Id, e.Number }).ToListAsync(ct);
        long[] gone = [.. rows.Where(r => added[r.Id] == r.Number).Select(r => r.Id)];
        await db.PersonPhones.Where(e => EF.Parameter(gone).Contains(e.Id)).ExecuteDeleteAsync(ct);
    }

    /// <summary>A membership that the file brought goes, one that it gave other days gets them back: where its days are still as the file set them, and nobody wrote of it since.</summary>
    private async Task Memberships(IEnumerable<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        var byMembership = touches.ToLookup(t => Number(t.Touch.Key), t => t.Touch);
        if (byMembership.Count == 0) return;
        long[] ids = [.. byMembership.Select(m => m.Key)];
        var (gone, back) = (new List<long>(), new List<KnownMembership>());
        foreach (var row in await db.PersonMemberships.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).ToListAsync(ct))
        {
            // Somebody left, as a person of the campaign wrote down since: that they were a member is no longer the file's word.
            if (row.CancelledOn is not null) continue;
            var days = new KnownMembership(row.Id, row.StartedOn, row.ExpiresOn, row.SuspendedOn);
            foreach (var touch in byMembership[row.Id])
            {
                if (touch.After != days.Text())
                {
                    others.Take(row.PersonId, touch);
                    continue;
                }

                if (touch.Field is null && row.Reason.Length > 0) continue;
                if (touch.Field is null) gone.Add(row.Id);
                else back.Add(days = KnownMembership.Read(row.Id, touch.Before!));
            }
        }

        long[] away = [.. gone];
        await db.PersonMemberships.Where(m => EF.Parameter(away).Contains(m.Id)).ExecuteDeleteAsync(ct);
        await WriteMemberships.Set(db, [.. back.GroupBy(b => b.Id).Select(g => g.Last())], now, ct);
    }

    /// <summary>What the file wrote into a ledger is answered there, unless a newer file has spoken since: what that one wrote counts from it.</summary>
    private async Task Openings(IEnumerable<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        long[] ids = [.. touches.Select(t => Number(t.Touch.Key))];
        if (ids.Length == 0) return;
        var standing = await db.CapitalEntries.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.Id) && !db.CapitalEntries.Any(r => r.ReversesId == e.Id)).ToListAsync(ct);
        long[] people = [.. standing.Select(e => e.PersonId).Distinct()];
        var ofFiles = (await db.CapitalEntries.Where(e => EF.Parameter(people).Contains(e.PersonId) && e.Source.StartsWith(Import.Sources) && e.Source != import.Source && e.ReversesId == null && !db.CapitalEntries.Any(r => r.ReversesId == e.Id))
            .Select(e => new { e.PersonId, e.At, e.Id }).ToListAsync(ct)).ToLookup(e => e.PersonId);
        standing.RemoveAll(e => ofFiles[e.PersonId].Any(f => f.At > e.At || (f.At == e.At && f.Id > e.Id)));
        await db.WriteCapital([.. standing.Select(CapitalLedger.Answer)], import.Source, now, null, ct);
    }

    private async Task Notes(IEnumerable<(long PersonId, Touch Touch)> touches, CancellationToken ct)
    {
        long[] ids = [.. touches.Select(t => Number(t.Touch.Key))];
        if (ids.Length > 0) await db.Notes.Where(n => EF.Parameter(ids).Contains(n.Id)).ExecuteDeleteAsync(ct);
    }

    private static long Number(string? key) => long.Parse(key!, CultureInfo.InvariantCulture);
}
