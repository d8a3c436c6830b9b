using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail;
using Preau.People;
using Preau.Shared;

namespace Preau.Texting;

/// <summary>May these people get a text to many, now, and at which number? Asked of every batch right before it is handed over. To one person it is <see cref="LastTextCheck"/>.</summary>
public sealed class CheckTexts(Database db, CampaignLaw law, Suppressions suppressions)
{
    public async Task<IReadOnlyDictionary<long, LastWord>> Run(IReadOnlyCollection<long> personIds, bool isTargeted, CancellationToken ct)
    {
        var ids = personIds as long[] ?? [.. personIds];
        var need = law.ConsentFor(Channel.Sms, isTargeted);
        var purposes = need.Purposes.ToArray();
        var latestBirth = need.MinimumAge is { } age ? law.Today.AddYears(-age) : DateOnly.MaxValue;
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.ArchivedAt, p.BornOn, Given = db.ConsentStates.Count(s => s.PersonId == p.Id && s.IsGiven && purposes.Contains(s.Purpose)) }).ToDictionaryAsync(p => p.Id, ct);
        var phones = (await db.PersonPhones.AsNoTracking().Where(n => ids.Contains(n.PersonId) && !n.IsBad && n.Kind != PhoneKind.Landline).OrderBy(n => n.Position).ThenBy(n => n.Id).Select(n => new { n.PersonId, n.PhoneKey }).ToListAsync(ct)).ToLookup(n => n.PersonId, n => n.PhoneKey);
        var keys = phones.SelectMany(n => n).ToList();
        var shut = (await suppressions.Among(SuppressedChannel.Text, keys, ct)).Union(await suppressions.Among(SuppressedChannel.Phone, keys, ct), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        return ids.ToDictionary(id => id, id =>
        {
            if (!people.TryGetValue(id, out var person)) return new LastWord(null, "erased");
            if (person.ArchivedAt is not null) return new LastWord(null, "archived");
            if (phones[id].Any() && phones[id].All(shut.Contains)) return new LastWord(null, "stopped");
            if (need.IsForbidden || person.Given < purposes.Length) return new LastWord(null, "consent");
            if (person.BornOn > latestBirth) return new LastWord(null, "young");
            return phones[id].FirstOrDefault(n => !shut.Contains(n)) is { } open ? new LastWord(open, null) : new LastWord(null, "number");
        });
    }
}
