using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.People;

/// <summary>What somebody can be known again by.</summary>
public sealed record PersonKeys
{
    public long? Id { get; init; }
    public IReadOnlyList<(string Source, string Value)> ExternalIds { get; init; } = [];
    public IReadOnlyList<string> EmailKeys { get; init; } = [];
    public IReadOnlyList<string> PhoneKeys { get; init; } = [];
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
}

public enum MatchedBy
{
    Id,
    ExternalId,
    Email,
    Phone,
}

/// <param name="Others">How many other people answer to the same key: a couple that shares a mail address, or a duplicate.</param>
public sealed record PersonMatch(long PersonId, MatchedBy By, int Others);

/// <summary>Finds who is meant: own id, external ids, mail, then telephone with last name. Never by name alone, since namesakes are many.</summary>
public sealed class MatchPerson(Database db)
{
    private sealed record Candidate(long Id, string FirstName, string LastName);

    public async Task<PersonMatch?> Run(PersonKeys keys, CancellationToken ct)
    {
        if (keys.Id is { } said && await db.WhoIs(said, ct) is var id && await db.People.AnyAsync(p => p.Id == id, ct)) return new(id, MatchedBy.Id, 0);
        foreach (var (source, value) in keys.ExternalIds)
        {
            if (await db.PersonExternalIds.Where(e => e.Source == source && e.Value == value).Select(e => (long?)e.PersonId).SingleOrDefaultAsync(ct) is { } known)
                return new(known, MatchedBy.ExternalId, 0);
        }
        if (keys.EmailKeys.Count > 0)
        {
            var ids = db.PersonEmails.Where(e => keys.EmailKeys.Contains(e.EmailKey)).Select(e => e.PersonId);
            if (Best(keys, await Candidates(ids, ct)) is { } match) return match with { By = MatchedBy.Email };
        }
        if (keys.PhoneKeys.Count == 0 || keys.LastName.Length == 0) return null;
        var phones = db.PersonPhones.Where(e => keys.PhoneKeys.Contains(e.PhoneKey)).Select(e => e.PersonId);
        var named = (await Candidates(phones, ct)).Where(c => Same(c.LastName, keys.LastName)).ToList();
        return Best(keys, named) is { } best ? best with { By = MatchedBy.Phone } : null;
    }

    /// <summary>Until the transaction ends, nobody else matches or creates somebody with these keys: two clicks on a form make one person.</summary>
    public async Task Hold(PersonKeys keys, CancellationToken ct)
    {
        // SQLite has one writer at a time; its transactions take the lock when they begin.
        if (db.Dialect == Dialect.Sqlite || db.Database.CurrentTransaction is null) return;
        foreach (var key in keys.EmailKeys.Concat(keys.PhoneKeys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await db.Execute("People/HoldKey", ct, ("key", key));
    }

    private Task<List<Candidate>> Candidates(IQueryable<long> ids, CancellationToken ct) =>
        db.People.Where(p => ids.Contains(p.Id)).OrderBy(p => p.Id).Take(20).Select(p => new Candidate(p.Id, p.FirstName, p.LastName)).ToListAsync(ct);

    // Of several who share a mailbox, the one with that name; else the one known longest.
    private static PersonMatch? Best(PersonKeys keys, List<Candidate> candidates)
    {
        if (candidates.Count == 0) return null;
        var best = candidates.Find(c => Same(c.FirstName, keys.FirstName) && Same(c.LastName, keys.LastName))
            ?? candidates.Find(c => Same(c.FirstName, keys.FirstName))
            ?? candidates[0];
        return new(best.Id, MatchedBy.Email, candidates.Count - 1);
    }

    private static bool Same(string a, string b) => a.Length > 0 && NameKey.Compact(a).Equals(NameKey.Compact(b), StringComparison.Ordinal);
}
