using Microsoft.EntityFrameworkCore;

namespace Preau.People;

public abstract record Erasure
{
    /// <summary>Nothing of the person is left, but fingerprints that keep them from being brought back.</summary>
    public sealed record Done : Erasure;

    /// <summary>The law asks to keep something: the person can be archived instead.</summary>
    public sealed record Kept(IReadOnlyList<string> Reasons) : Erasure;
}

/// <summary>Removes a person everywhere, in one transaction. Afterwards no list, search, table or file knows them.</summary>
public sealed class ErasePerson(Database db, IEnumerable<IPersonPart> parts, Suppressions suppressions)
{
    public async Task<IReadOnlyList<string>> WhyKept(long personId, CancellationToken ct)
    {
        var reasons = new List<string>();
        foreach (var part in parts)
        {
            if (await part.WhyKept(personId, ct) is { } reason) reasons.Add(reason);
        }
        return reasons;
    }

    public async Task<Erasure> Run(long personId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // An import must not add to somebody who is leaving.
        await db.Execute("People/HoldPeople", ct);
        if (!await db.People.AnyAsync(p => p.Id == personId, ct)) return new Erasure.Done();
        if (await WhyKept(personId, ct) is { Count: > 0 } reasons) return new Erasure.Kept(reasons);
        foreach (var key in await db.PersonEmails.Where(e => e.PersonId == personId).Select(e => e.EmailKey).ToListAsync(ct))
            await suppressions.Add(SuppressedChannel.Mail, key, Suppressions.Erased, ct);
        foreach (var key in await db.PersonPhones.Where(e => e.PersonId == personId).Select(e => e.PhoneKey).ToListAsync(ct))
            await suppressions.Add(SuppressedChannel.Phone, key, Suppressions.Erased, ct);
        await db.SaveChangesAsync(ct);
        // Features above People refer to its rows, so People's own part goes last.
        foreach (var part in parts.OrderBy(p => p is PeoplePart)) await part.Erase(personId, ct);
        await db.People.Where(p => p.Id == personId).ExecuteDeleteAsync(ct);
        db.ChangeTracker.Clear();
        db.Trail.Record("person.deleted", [personId]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        foreach (var part in parts) part.Erased();
        return new Erasure.Done();
    }
}
