using Microsoft.EntityFrameworkCore;
using Preau.Accounts;

namespace Preau.Capital;

/// <summary>A line to be written.</summary>
public sealed record NewCapital(long PersonId, long AmountCents, bool IsSpending, string Reason, long? TypeId = null, long? ReversesId = null);

/// <summary>The only writer of points: appends lines and moves the balances with them, in the transaction of whoever asks.</summary>
public sealed class CapitalLedger(Database db, CurrentAccount me, TimeProvider clock)
{
    /// <summary>One line, with its own in the audit trail. Saves what stands in the context.</summary>
    public async Task<CapitalEntry> Write(NewCapital line, string source, string? entryKey, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var entry = new CapitalEntry
        {
            PersonId = line.PersonId, AmountCents = line.AmountCents, IsSpending = line.IsSpending, CapitalTypeId = line.TypeId, Reason = line.Reason, Source = source, AuthorId = me.Id, At = clock.GetUtcNow(),
            ReversesId = line.ReversesId, EntryKey = entryKey,
        };
        db.Add(entry);
        await db.SaveChangesAsync(ct);
        await db.Execute("Capital/AddEntries", ct, ("first", entry.Id), ("last", entry.Id));
        if (transaction is not null) await transaction.CommitAsync(ct);
        return entry;
    }

    /// <summary>Many lines in sets, inside the caller's transaction; the caller writes the trail.</summary>
    public Task Write(IReadOnlyCollection<NewCapital> lines, string source, DateTimeOffset at, long? authorId, CancellationToken ct) => db.WriteCapital(lines, source, at, authorId, ct);

    /// <summary>Points that come by themselves, once for the same thing. Inside the caller's transaction, after the person is saved.</summary>
    public async Task Award(Occasion occasion, long personId, string source, CancellationToken ct)
    {
        foreach (var type in await db.CapitalTypes.AsNoTracking().Where(t => t.Occasion == occasion && t.RemovedAt == null).OrderBy(t => t.Id).ToListAsync(ct))
        {
            if (type.AmountCents == 0 || await Standing(db.CapitalEntries.Where(e => e.PersonId == personId && e.Source == source && e.CapitalTypeId == type.Id)).AnyAsync(ct)) continue;
            await Write(new(personId, type.AmountCents, IsSpending: false, "", type.Id), source, null, ct);
        }
    }

    /// <summary>What one thing brought is taken back, where it was not already.</summary>
    public async Task TakeBack(string source, long personId, CancellationToken ct)
    {
        foreach (var entry in await Standing(db.CapitalEntries.Where(e => e.Source == source && e.PersonId == personId)).ToListAsync(ct)) await Reverse(entry, entry.Source, ct);
    }

    /// <summary>What <see cref="TakeBack"/> took comes again; what somebody took back by hand before does not, nor what was never given.</summary>
    public async Task PutBack(string source, long personId, CancellationToken ct)
    {
        var lines = await db.CapitalEntries.AsNoTracking().Where(e => e.Source == source && e.PersonId == personId && e.ReversesId == null).OrderBy(e => e.Id).ToListAsync(ct);
        foreach (var last in lines.GroupBy(e => e.CapitalTypeId).Select(g => g.Last()))
        {
            if (await db.CapitalEntries.AnyAsync(e => e.ReversesId == last.Id && e.Source == source, ct)) await Write(new(personId, last.AmountCents, last.IsSpending, last.Reason, last.CapitalTypeId), source, null, ct);
        }
    }

    /// <summary>Answers a line by one that takes it back; false where that was done, or where it is such an answer itself.</summary>
    /// <param name="source">What took it back: where this is what had given it, it can come again.</param>
    public async Task<bool> Reverse(CapitalEntry entry, string source, CancellationToken ct)
    {
        if (entry.ReversesId is not null || await db.CapitalEntries.AnyAsync(e => e.ReversesId == entry.Id, ct)) return false;
        await Write(Answer(entry), source, null, ct);
        return true;
    }

    public static NewCapital Answer(CapitalEntry entry) => new(entry.PersonId, -entry.AmountCents, entry.IsSpending, entry.Reason, entry.CapitalTypeId, entry.Id);

    /// <summary>Lines that nothing takes back and that take back nothing.</summary>
    public IQueryable<CapitalEntry> Standing(IQueryable<CapitalEntry> entries) => entries.AsNoTracking().Where(e => e.ReversesId == null && !db.CapitalEntries.Any(r => r.ReversesId == e.Id));

    public async Task<CapitalBalance> Balance(long personId, CancellationToken ct) => await db.CapitalBalances.AsNoTracking().SingleOrDefaultAsync(b => b.PersonId == personId, ct) ?? new CapitalBalance { PersonId = personId };
}

public static class CapitalRows
{
    /// <summary>Lines in sets, with the balances of their people. In the transaction of the caller. Gives the number of the first: the others follow it in order.</summary>
    public static async Task<long> WriteCapital(this Database db, IReadOnlyCollection<NewCapital> lines, string source, DateTimeOffset at, long? authorId, CancellationToken ct)
    {
        if (lines.Count == 0) return 0;
        var first = db.Ids.Reserve("capital_entry", lines.Count);
        var id = first;
        await using (var rows = await db.Bulk("capital_entry", ["id", "person_id", "amount_cents", "is_spending", "capital_type_id", "reason", "source", "author_id", "at", "reverses_id"], ct))
        {
            foreach (var line in lines) rows.Row(id++, line.PersonId, line.AmountCents, line.IsSpending, line.TypeId, line.Reason, source, authorId, at, line.ReversesId);
            await rows.Done(ct);
        }

        await db.Execute("Capital/AddEntries", ct, ("first", first), ("last", id - 1));
        return first;
    }
}
