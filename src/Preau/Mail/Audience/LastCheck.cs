using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Inbox;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>May these people be written to, now, and where? Asked of every batch right before it is handed over: the one place that has the last word.</summary>
public sealed class LastCheck(Database db, MayReach reach, Suppressions suppressions, LeftAddresses leftAddresses, PerhapsLeft perhaps)
{
    /// <returns>For each person, the address to use, or why not.</returns>
    public async Task<IReadOnlyDictionary<long, LastWord>> Run(IReadOnlyCollection<long> personIds, bool isTargeted, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        var why = await reach.Run(ids, Channel.Email, isTargeted, ct);
        var addresses = (await db.PersonEmails.AsNoTracking().Where(e => EF.Parameter(ids).Contains(e.PersonId)).OrderBy(e => e.Position).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.Address, e.EmailKey, e.IsBad }).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var shut = await suppressions.Among(addresses.SelectMany(a => a).Select(a => a.EmailKey), ct);
        (long, string)[] keys = [.. addresses.SelectMany(a => a).Select(a => (a.PersonId, a.EmailKey))];
        var left = await leftAddresses.Among(keys, ct);
        var undecided = await perhaps.Among(keys, ct);
        return ids.ToDictionary(id => id, id =>
        {
            if (why[id] is { } reason) return new LastWord(null, reason);
            if (addresses[id].All(a => a.IsBad)) return new LastWord(null, "address");
            var open = addresses[id].Where(a => !a.IsBad && !shut.Contains(a.EmailKey)).ToList();
            if (open.Count == 0) return new LastWord(null, "suppressed");
            // Where somebody else left, and one of them came back, whoever has no address of their own is written to: a form filled in with another one says nothing of this one.
            var hasOwn = addresses[id].Any(a => !left.ContainsKey((id, a.EmailKey)));
            var to = open.Find(a => !left.TryGetValue((id, a.EmailKey), out var isBack) || (isBack && !hasOwn));
            if (to is null) return new LastWord(null, "left");
            // At any of their addresses: who asks for no more mail means all of it.
            return undecided.Contains(id) ? new LastWord(null, PerhapsLeft.Reason) : new LastWord(to.Address, null);
        });
    }

    /// <summary>The same of an answer to what somebody did: nobody has to agree to that, but an address that is shut stays shut.</summary>
    public async Task<LastWord> Answer(long personId, string address, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().Where(p => p.Id == personId).Select(p => new { p.ArchivedAt }).SingleOrDefaultAsync(ct) is not { } person) return new(null, MayReach.Erased);
        if (person.ArchivedAt is not null) return new(null, MayReach.Archived);
        if (!EmailAddress.TryParse(address, out var email)) return new(null, "address");
        var key = email.Key;
        if ((await suppressions.Among([key], ct)).Count > 0 || await db.PersonEmails.AnyAsync(e => e.EmailKey == key && e.IsShut, ct)) return new(null, "suppressed");
        return await db.PersonEmails.AnyAsync(e => e.EmailKey == key && e.IsBad, ct) ? new(null, "address") : new(address, null);
    }
}

/// <param name="Address">Where to, or null.</param>
/// <param name="Reason">Why not, as <see cref="MailDelivery.Answer"/> keeps it.</param>
public sealed record LastWord(string? Address, string? Reason);
