using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.People;

namespace Preau.Electors;

/// <summary>
/// In a vote of the whole country the silence begins and ends by territory: who votes where it has begun is not written to, while the others still are. Somebody votes where their roll
/// says, else where they live; of whom nobody knows it, every territory's silence is kept, unless the campaign said that they vote at home.
/// </summary>
public sealed class QuietPeople(Database db, CurrentNation nation, CampaignLaw law)
{
    public const string Reason = "silence";

    private static readonly HashSet<long> Nobody = [];

    /// <summary>Those whom this channel may not reach now because of where they vote. Nobody, once home is silent: that is the law's answer to the whole message.</summary>
    public async Task<IReadOnlySet<long>> Among(long[] personIds, Channel channel, CancellationToken ct)
    {
        var quiet = await law.QuietIn(channel, at: null, ct);
        if (quiet.Count == 0 || await law.Election(ct) is not { } election) return Nobody;
        var territories = await Of(personIds, election, ct);
        return personIds.Where(id => territories[id] is not { } there || quiet.Contains(there)).ToHashSet();
    }

    /// <summary>Where this person votes, as <see cref="SendFacts.Territory"/> wants it; null where it is not known, or all vote together.</summary>
    public async Task<string?> TerritoryOf(long? personId, CancellationToken ct)
    {
        if (await law.Election(ct) is not { Home: { } home } election) return null;
        if (personId is { } id) return (await Of([id], election, ct))[id];
        return (await law.Campaign(ct)).UnknownVoteAtHome ? home : null;
    }

    private async Task<Dictionary<long, string?>> Of(long[] ids, ElectionFacts election, CancellationToken ct)
    {
        var home = (await law.Campaign(ct)).UnknownVoteAtHome ? election.Home : null;
        var rolls = await db.Registrations.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.PersonId) && r.StruckOffOn == null).Select(r => new { r.PersonId, r.CommuneCode }).ToDictionaryAsync(r => r.PersonId, r => r.CommuneCode, ct);
        var addresses = (await db.PersonAddresses.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.PersonId) && (a.Kind == AddressKind.Registered || a.Kind == AddressKind.Home || a.Kind == AddressKind.Mailing))
            .Select(a => new { a.PersonId, a.Kind, a.Position, a.Id, a.Country, Code = a.CityCode ?? a.Postcode }).ToListAsync(ct)).ToLookup(a => a.PersonId);
        return ids.Distinct().ToDictionary(id => id, id =>
        {
            if (rolls.TryGetValue(id, out var commune)) return law.Pack.TerritoryOf(election, nation.Facts.Country, commune);
            var theirs = addresses[id].OrderByDescending(a => a.Kind == AddressKind.Registered).ThenBy(a => a.Kind).ThenBy(a => a.Position).ThenBy(a => a.Id).ToList();
            // Who lives in a country that the law knows nothing of is no stranger, and votes by a clock of its own.
            return theirs.Select(a => law.Pack.TerritoryOf(election, a.Country, a.Code)).FirstOrDefault(t => t is not null) ?? (theirs.Exists(a => a.Country != nation.Facts.Country) ? null : home);
        });
    }
}
