using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.People;
using Preau.Shared;

namespace Preau.Mail;

/// <summary>May these people be written to, now, and where? Asked of every batch right before it is handed over: the one place that has the last word.</summary>
public sealed class LastCheck(Database db, CampaignLaw law, Suppressions suppressions)
{
    /// <returns>For each person, the address to use, or why not.</returns>
    public async Task<IReadOnlyDictionary<long, LastWord>> Run(IReadOnlyCollection<long> personIds, bool isTargeted, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        var need = law.ConsentFor(Channel.Email, isTargeted);
        var purposes = need.Purposes.ToArray();
        var latestBirth = need.MinimumAge is { } age ? law.Today.AddYears(-age) : DateOnly.MaxValue;
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.ArchivedAt, p.BornOn, Given = db.ConsentStates.Count(s => s.PersonId == p.Id && s.IsGiven && purposes.Contains(s.Purpose)) }).ToDictionaryAsync(p => p.Id, ct);
        var addresses = (await db.PersonEmails.AsNoTracking().Where(e => ids.Contains(e.PersonId) && !e.IsBad).OrderBy(e => e.Position).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.Address, e.EmailKey }).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var shut = await suppressions.Among(addresses.SelectMany(a => a).Select(a => a.EmailKey), ct);
        return ids.ToDictionary(id => id, id =>
        {
            if (!people.TryGetValue(id, out var person)) return new LastWord(null, "erased");
            if (person.ArchivedAt is not null) return new LastWord(null, "archived");
            if (need.IsForbidden || person.Given < purposes.Length) return new LastWord(null, "consent");
            if (person.BornOn > latestBirth) return new LastWord(null, "young");
            if (!addresses[id].Any()) return new LastWord(null, "address");
            return addresses[id].FirstOrDefault(a => !shut.Contains(a.EmailKey)) is { } open ? new LastWord(open.Address, null) : new LastWord(null, "suppressed");
        });
    }
}

/// <param name="Address">Where to, or null.</param>
/// <param name="Reason">Why not, as <see cref="MailDelivery.Answer"/> keeps it.</param>
public sealed record LastWord(string? Address, string? Reason);
