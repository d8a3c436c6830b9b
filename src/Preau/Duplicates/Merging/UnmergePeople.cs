using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Duplicates;

/// <summary>What an undo left as it was: rows that came in between by table, and values that somebody changed in between by field.</summary>
public sealed record Stayed(Dictionary<string, long> Rows, List<string> Fields)
{
    public static Stayed? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Stayed>(json);
}

/// <summary>
/// Makes two records of one again, each as it was: row by row backwards, wherever a row still is as the merge left it. What was changed or came in
/// between stays with the person who was kept, and is named.
/// </summary>
public sealed class UnmergePeople(Database db, IEnumerable<IPersonPart> parts, Suppressions suppressions, Words words, TimeProvider clock)
{
    public async Task<UnmergeOutcome> Run(long mergeId, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Execute("People/HoldPeople", ct);
        if (await db.Merges.SingleOrDefaultAsync(m => m.Id == mergeId, ct) is not { } merge) return new UnmergeOutcome.Refused(words["This merge is not there any more."]);
        if (await WhyNot(merge, ct) is { } reason) return new UnmergeOutcome.Refused(reason);

        var now = clock.GetUtcNow().ToMicroseconds();
        var store = new RowStore(db);
        var tables = PersonTable.All(db.Model, parts).Append(PersonTable.OfPeople(db.Model)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var log = MergeLog.Read(merge.Undo, tables);
        var stayed = new Stayed([], []);
        using var paused = db.Trail.Pause();
        // Rows can only come back to somebody who is there.
        foreach (var row in log.Rows.Where(r => r.Deed == Deed.Removed && r.Table == "person")) await store.Insert(new PersonRow(tables["person"], row.Before), ct);
        foreach (var row in Enumerable.Reverse(log.Rows).Where(r => tables.ContainsKey(r.Table) && !(r.Deed == Deed.Removed && r.Table == "person"))) await Back(row, tables[row.Table], store, stayed, transaction, ct);
        var counts = await store.Count(log.Counts.Keys.Where(tables.ContainsKey).Select(n => tables[n]), [merge.KeptId], ct);
        foreach (var (name, there) in counts)
        {
            var (table, before) = (tables[name], log.Counts[name]);
            var moved = log.Rows.Count(r => r.Table == name && r.Deed == Deed.Changed && r.Before.Keys.Any(table.Persons.Contains));
            var more = there - (before - moved + log.Rows.Count(r => r.Table == name && r.Deed == Deed.Removed && table.Persons.Any(c => Equals(r.Before[c], merge.KeptId))));
            if (more > 0) stayed.Rows[name] = more;
        }

        foreach (var part in parts) await part.AddUp([merge.KeptId, merge.GoneId], ct);
        await new UnmergeConsents(db).Run(merge, now, ct);
        await Shut(merge, ct);
        (merge.UndoneAt, merge.Undo) = (now, "");
        merge.Stayed = JsonSerializer.Serialize(stayed);
        db.Trail.Record("person.unmerged", [merge.KeptId, merge.GoneId], subjectId: merge.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new UnmergeOutcome.Done(merge.KeptId, merge.GoneId);
    }

    private async Task<string?> WhyNot(Merge merge, CancellationToken ct)
    {
        if (merge.UndoneAt is not null) return words["This merge was undone already."];
        if (merge.Undo.Length == 0 || merge.At < clock.GetUtcNow() - Merge.Life) return words["A merge can be undone for {0} days; this one is older.", Merge.Life.Days];
        // Processes take numbers in blocks: only the instant tells which came later.
        var later = await db.Merges.Where(m => m.PersonId == merge.PersonId && (m.At > merge.At || (m.At == merge.At && m.Id > merge.Id)) && m.UndoneAt == null).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => m.GoneName).FirstOrDefaultAsync(ct);
        if (later is not null) return words["{0} was merged into the same record later. Undo that merge first.", later];
        if (!await db.People.AnyAsync(p => p.Id == merge.KeptId, ct)) return words["The record that was kept is not there any more."];
        foreach (var part in parts)
        {
            if (await part.WhyNotMerged(merge.KeptId, ct) is { } reason) return reason;
        }

        return null;
    }

    private async Task Back(LoggedRow logged, PersonTable table, RowStore store, Stayed stayed, IDbContextTransaction transaction, CancellationToken ct)
    {
        switch (logged.Deed)
        {
            case Deed.Removed:
                var gone = new PersonRow(table, logged.Before);
                if (table.Entity == typeof(CustomValue)) gone = await Today(gone, stayed, ct);
                if (gone is not null) await Insert(gone, store, transaction, ct);
                break;
            case Deed.Added:
                var added = new PersonRow(table, logged.After);
                if (await store.Find(table, added.Key(), ct) is not { } known) break;
                // The ledger's account of today is written anew; else what somebody changed since stays.
                if (!known.IsAs(added) && table.Entity != typeof(ConsentState)) break;
                await store.Delete(known, ct);
                if (table.Part is { } part) await part.Recount(known, -1, ct);
                break;
            case Deed.Changed:
                var key = table.Key.ToDictionary(c => c, c => logged.After[c], StringComparer.Ordinal);
                if (await store.Find(table, key, ct) is not { } row) break;
                var back = logged.Before.Where(b => Equals(row[b.Key], logged.After[b.Key])).ToDictionary(StringComparer.Ordinal);
                foreach (var column in logged.Before.Keys.Except(back.Keys, StringComparer.Ordinal).Where(c => table.Entity == typeof(Person) && c is not ("changed_at" or "name_key" or "given_key"))) stayed.Fields.Add(column);
                // A key for search goes with its names.
                if (table.Entity == typeof(Person)) Keys(row, back);
                if (back.Count > 0) await store.Update(row, back, ct);
                break;
        }
    }

    /// <summary>An own value as its field would have it today: a choice may be called otherwise since or be gone, and so may the person that it is.</summary>
    private async Task<PersonRow?> Today(PersonRow row, Stayed stayed, CancellationToken ct)
    {
        var id = row.Number("custom_field_id");
        if (await db.CustomFields.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && f.RemovedAt == null, ct) is not { } field) return null;
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        var (fits, value) = (true, new CustomValue());
        if (field.Kind is FieldKind.Choice or FieldKind.Several)
        {
            fits = OwnFields.Read(field, row.Text("text_value"), value);
            (changes["text_value"], changes["text_key"], changes["whole_value"]) = (value.TextValue, value.TextKey, value.WholeValue);
        }

        if (row["linked_person_id"] is long link && !await db.People.AnyAsync(p => p.Id == link, ct))
        {
            changes["linked_person_id"] = link = await db.WhoIs(link, ct);
            fits = link != row.Number("person_id") && await db.People.AnyAsync(p => p.Id == link, ct);
        }

        if (!fits) stayed.Fields.Add(CustomField.Prefix + field.Slug);
        return fits ? row.With(changes) : null;
    }

    private static void Keys(PersonRow row, Dictionary<string, object?> back)
    {
        var after = row.With(back);
        (back["name_key"], back["given_key"]) = (NameKey.Of(after.Text("last_name"), after.Text("first_name")), NameKey.Of(after.Text("first_name"), after.Text("last_name")));
    }

    /// <summary>Something it refers to may be gone since, or the same row be there again: then there is nothing to put back.</summary>
    private static async Task Insert(PersonRow row, RowStore store, IDbContextTransaction transaction, CancellationToken ct)
    {
        await transaction.CreateSavepointAsync("back", ct);
        try
        {
            await store.Insert(row, ct);
        }
        catch (DbException)
        {
            await transaction.RollbackToSavepointAsync("back", ct);
            return;
        }

        if (row.Table.Part is { } part) await part.Recount(row, 1, ct);
    }

    /// <summary>An address that was set aside may have been shut in between.</summary>
    private async Task Shut(Merge merge, CancellationToken ct)
    {
        foreach (var email in await db.PersonEmails.Where(e => e.PersonId == merge.KeptId || e.PersonId == merge.GoneId).ToListAsync(ct))
            email.IsShut = await suppressions.Contains(SuppressedChannel.Mail, email.EmailKey, ct);
    }
}
