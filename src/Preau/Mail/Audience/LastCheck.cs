using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.People;

namespace Preau.Mail;

/// <summary>May these people be written to, now, and where? Asked of every batch right before it is handed over: the one place that has the last word.</summary>
public sealed class LastCheck(Database db, MayReach reach, Suppressions suppressions)
{
    /// <returns>For each person, the address to use, or why not.</returns>
    public async Task<IReadOnlyDictionary<long, LastWord>> Run(IReadOnlyCollection<long> personIds, bool isTargeted, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        var why = await reach.Run(ids, Channel.Email, isTargeted, ct);
        var addresses = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.Address, e.EmailKey }).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var shut = await suppressions.Among(addresses.SelectMany(a => a).Select(a => a.EmailKey), ct);
        return ids.ToDictionary(id => id, id =>
        {
            if (why[id] is { } reason) return new LastWord(null, reason);
            if (!addresses[id].Any()) return new LastWord(null, "address");
            return addresses[id].FirstOrDefault(a => !shut.Contains(a.EmailKey)) is { } open ? new LastWord(open.Address, null) : new LastWord(null, "suppressed");
        });
    }
}

/// <param name="Address">Where to, or null.</param>
/// <param name="Reason">Why not, as <see cref="MailDelivery.Answer"/> keeps it.</param>
public sealed record LastWord(string? Address, string? Reason);
