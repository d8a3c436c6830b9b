using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Duplicates;

/// <summary>
/// Who is compared with whom: people who share a mail address, a telephone, a name and a birth date, or a name with a street or postcode. Never
/// everybody with everybody, and only those of whom one is among the given people.
/// </summary>
internal sealed class Candidates(Database db, IOtherNames otherNames)
{
    /// <summary>A mail address or telephone that more people share is an office's: it tells nothing.</summary>
    public const int MostSharing = 20;

    /// <summary>Of a name that more people bear, only those born on the same day are compared.</summary>
    public const int MostNamesakes = 200;

    private const int MostAtPostcode = 3;

    private readonly HashSet<(long, long)> pairs = [];

    /// <param name="ids">Some thousands at most.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyCollection<(long Lower, long Higher)>> Of(long[] ids, CancellationToken ct)
    {
        var among = ids.ToHashSet();
        await Mails(ids, among, ct);
        await Phones(ids, among, ct);
        await Names(ids, among, ct);
        return pairs;
    }

    private async Task Mails(long[] ids, HashSet<long> among, CancellationToken ct)
    {
        var own = await db.PersonEmails.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => e.EmailKey).Distinct().ToArrayAsync(ct);
        var shared = await db.PersonEmails.Where(e => EF.Parameter(own).Contains(e.EmailKey)).GroupBy(e => e.EmailKey).Where(g => g.Count() > 1 && g.Count() <= MostSharing).Select(g => g.Key).ToArrayAsync(ct);
        if (shared.Length == 0) return;
        var rows = await db.PersonEmails.Where(e => EF.Parameter(shared).Contains(e.EmailKey)).Select(e => new { e.EmailKey, e.PersonId }).ToListAsync(ct);
        foreach (var block in rows.GroupBy(r => r.EmailKey, r => r.PersonId, StringComparer.Ordinal)) Block(block, among);
    }

    private async Task Phones(long[] ids, HashSet<long> among, CancellationToken ct)
    {
        var own = await db.PersonPhones.Where(e => EF.Parameter(ids).Contains(e.PersonId)).Select(e => e.PhoneKey).Distinct().ToArrayAsync(ct);
        var shared = await db.PersonPhones.Where(e => EF.Parameter(own).Contains(e.PhoneKey)).GroupBy(e => e.PhoneKey).Where(g => g.Count() > 1 && g.Count() <= MostSharing).Select(g => g.Key).ToArrayAsync(ct);
        if (shared.Length == 0) return;
        var rows = await db.PersonPhones.Where(e => EF.Parameter(shared).Contains(e.PhoneKey)).Select(e => new { e.PhoneKey, e.PersonId }).ToListAsync(ct);
        foreach (var block in rows.GroupBy(r => r.PhoneKey, r => r.PersonId, StringComparer.Ordinal)) Block(block, among);
    }

    private sealed record Named(long Id, string NameKey, DateOnly? BornOn);

    private async Task Names(long[] ids, HashSet<long> among, CancellationToken ct)
    {
        var own = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.FirstName != "" && p.LastName != "").Select(p => new { p.NameKey, p.BornOn }).Distinct().ToListAsync(ct);
        if (own.Count == 0) return;
        await Born([.. own.Where(o => o.BornOn is not null).Select(o => BornTogether.KeyOf(o.NameKey, o.BornOn!.Value)), .. (await otherNames.Of(ids, ct)).Select(b => b.Key)], among, ct);
        var shared = await db.Query<Shared>("Duplicates/Finding/SharedNames", ct, ("names", JsonSerializer.Serialize(own.Select(o => o.NameKey).Distinct(StringComparer.Ordinal))), ("most", MostNamesakes));
        string[] names = [.. shared.Select(s => s.NameKey)];
        if (names.Length == 0) return;
        var people = await db.People.Where(p => EF.Parameter(names).Contains(p.NameKey) && p.ArchivedAt == null).Select(p => new Named(p.Id, p.NameKey, p.BornOn)).ToListAsync(ct);
        await Places([.. people.GroupBy(p => p.NameKey, StringComparer.Ordinal).Select(g => g.ToList()).Where(b => b.Count > 1)], among, ct);
    }

    /// <summary>Namesakes who were born on the same day, by the name they go by or another one that the roll knows.</summary>
    private async Task Born(string[] keys, HashSet<long> among, CancellationToken ct)
    {
        var people = (await BornTogether.Of(db, keys.Select(BornTogether.Read), ct)).Select(p => (PersonId: p.Id, p.Key)).Concat(await otherNames.With(keys, ct));
        foreach (var block in people.GroupBy(p => p.Key, p => p.PersonId, StringComparer.Ordinal)) Block(block, among);
    }

    private sealed record Shared(string NameKey);

    private async Task Places(List<List<Named>> blocks, HashSet<long> among, CancellationToken ct)
    {
        var ids = blocks.SelectMany(b => b).Select(p => p.Id).ToArray();
        if (ids.Length == 0) return;
        var places = (await db.PersonAddresses.Where(a => EF.Parameter(ids).Contains(a.PersonId) && a.Postcode != "").Select(a => new { a.PersonId, a.Line1, a.Postcode }).ToListAsync(ct)).ToLookup(a => a.PersonId);
        foreach (var block in blocks)
        {
            var homes = block.SelectMany(p => places[p.Id].Select(a => (p.Id, p.BornOn, a.Postcode, Street: Evidence.Street(a.Line1, a.Postcode)))).ToList();
            foreach (var street in homes.Where(h => h.Street is not null).GroupBy(h => h.Street, h => h.Id, StringComparer.Ordinal)) Block(street, among);
            // Namesakes in one town are many; where both say when they were born, or which street, that decides.
            foreach (var town in homes.GroupBy(h => h.Postcode, StringComparer.Ordinal))
            {
                var people = town.DistinctBy(h => h.Id).ToList();
                if (people.Count <= MostAtPostcode && people.Exists(p => p.BornOn is null)) Block(people.Select(p => p.Id), among);
            }
        }
    }

    private void Block(IEnumerable<long> people, HashSet<long> among)
    {
        var block = people.Distinct().Order().Take(MostSharing + 1).ToArray();
        if (block.Length is < 2 or > MostSharing) return;
        for (var i = 0; i < block.Length; i++)
        {
            for (var j = i + 1; j < block.Length; j++)
            {
                if (among.Contains(block[i]) || among.Contains(block[j])) pairs.Add((block[i], block[j]));
            }
        }
    }
}
