using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Law;

namespace Preau.Mail;

/// <summary>Which people a message to many may reach now, whatever their addresses are: who is still there, agreed to it, is old enough, and does not vote where the silence has begun. The half of the last word that all channels share.</summary>
public sealed class MayReach(Database db, CampaignLaw law, QuietPeople quiet)
{
    public const string Erased = "erased", Archived = "archived";

    /// <returns>For each person, why not, as <see cref="MailDelivery.Answer"/> keeps it; null for whoever may be reached.</returns>
    public async Task<IReadOnlyDictionary<long, string?>> Run(long[] ids, Channel channel, bool isTargeted, CancellationToken ct)
    {
        var need = law.ConsentFor(channel, isTargeted);
        var purposes = need.Purposes.ToArray();
        var latestBirth = need.MinimumAge is { } age ? law.Today.AddYears(-age) : DateOnly.MaxValue;
        // Whoever asks: what may be is the same for everybody, and only those that the asker may see are named.
        var people = await db.People.AsNoTracking().IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => EF.Parameter(ids).Contains(p.Id))
            .Select(p => new { p.Id, p.ArchivedAt, p.BornOn, Given = db.ConsentStates.Count(s => s.PersonId == p.Id && s.IsGiven && purposes.Contains(s.Purpose)) }).ToDictionaryAsync(p => p.Id, ct);
        var silent = await quiet.Among(ids, channel, ct);
        return ids.ToDictionary(id => id, id =>
        {
            if (!people.TryGetValue(id, out var person)) return Erased;
            if (person.ArchivedAt is not null) return Archived;
            if (need.IsForbidden || person.Given < purposes.Length) return "consent";
            if (person.BornOn > latestBirth) return "young";
            return silent.Contains(id) ? QuietPeople.Reason : null;
        });
    }
}
