using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Duplicates;

/// <summary>Keeps the table of pairs as the records tell it. What somebody said to be two people is not touched.</summary>
public sealed class FindDuplicates(Database db, IOtherNames otherNames, TimeProvider clock)
{
    private const int AtOnce = 2000;

    /// <summary>Everybody, in the order of their names, so that namesakes are looked at together. Saves part by part, so that others can write between two.</summary>
    /// <param name="report">Called after each part with how many people were looked at.</param>
    /// <param name="ct">Gives up.</param>
    public async Task All(Action<long>? report, CancellationToken ct)
    {
        var (lastName, lastId, count) = ("", 0L, 0L);
        while (true)
        {
            var (name, id) = (lastName, lastId);
            var part = await db.People.Where(p => p.ArchivedAt == null && string.Compare(p.NameKey, name) >= 0 && (p.NameKey != name || p.Id > id))
                .OrderBy(p => p.NameKey).ThenBy(p => p.Id).Take(AtOnce).Select(p => new { p.NameKey, p.Id }).ToListAsync(ct);
            if (part.Count == 0) break;
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                await Look([.. part.Select(p => p.Id)], ct);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
            (lastName, lastId) = (part[^1].NameKey, part[^1].Id);
            report?.Invoke(count += part.Count);
        }

        await db.Duplicates.Where(d => !db.People.Any(p => p.Id == d.PersonId && p.ArchivedAt == null) || !db.People.Any(p => p.Id == d.OtherPersonId && p.ArchivedAt == null))
            .Where(d => d.State == PairState.Open).ExecuteDeleteAsync(ct);
    }

    /// <summary>These people against all others.</summary>
    public async Task Among(IEnumerable<long> people, CancellationToken ct)
    {
        foreach (var ids in people.Distinct().Order().Chunk(AtOnce)) await Look(ids, ct);
    }

    /// <summary>What two records come to now; null where one of them is archived or gone.</summary>
    public async Task<Evidence?> Compare(long one, long other, CancellationToken ct)
    {
        var traits = await new ReadTraits(db, otherNames).Of([one, other], ct);
        return traits.Count == 2 ? Evidence.Of(traits[one], traits[other]) : null;
    }

    private async Task Look(long[] ids, CancellationToken ct)
    {
        var candidates = await new Candidates(db, otherNames).Of(ids, ct);
        var traits = await new ReadTraits(db, otherNames).Of([.. candidates.SelectMany(p => new[] { p.Lower, p.Higher }).Distinct()], ct);
        var found = new Dictionary<(long, long), Evidence>();
        foreach (var (lower, higher) in candidates)
        {
            if (traits.TryGetValue(lower, out var one) && traits.TryGetValue(higher, out var other) && Evidence.Of(one, other) is { Score: >= Evidence.Suggested } evidence) found[(lower, higher)] = evidence;
        }

        await Keep(ids, found, ct);
    }

    private async Task Keep(long[] ids, Dictionary<(long Lower, long Higher), Evidence> found, CancellationToken ct)
    {
        var known = await db.Duplicates.AsNoTracking().Where(d => EF.Parameter(ids).Contains(d.PersonId)).ToListAsync(ct);
        known.AddRange(await db.Duplicates.AsNoTracking().Where(d => EF.Parameter(ids).Contains(d.OtherPersonId)).ToListAsync(ct));
        var now = clock.GetUtcNow().ToMicroseconds();
        foreach (var pair in known.DistinctBy(d => (d.PersonId, d.OtherPersonId)))
        {
            var (one, other) = (pair.PersonId, pair.OtherPersonId);
            var isThere = found.Remove((one, other), out var evidence);
            if (pair.State == PairState.Distinct) continue;
            var row = db.Duplicates.Where(d => d.PersonId == one && d.OtherPersonId == other && d.State == PairState.Open);
            if (!isThere) await row.ExecuteDeleteAsync(ct);
            else if (pair.Score != evidence!.Score || pair.Reasons != evidence.Codes || pair.IsSure != evidence.IsSure)
                await row.ExecuteUpdateAsync(s => s.SetProperty(d => d.Score, evidence.Score).SetProperty(d => d.Reasons, evidence.Codes).SetProperty(d => d.IsSure, evidence.IsSure), ct);
        }

        if (found.Count == 0) return;
        await using var writer = await db.Bulk("duplicate", ["person_id", "other_person_id", "score", "reasons", "is_sure", "state", "found_at"], ct);
        foreach (var ((lower, higher), evidence) in found) writer.Row(lower, higher, evidence.Score, evidence.Codes, evidence.IsSure, EnumText<PairState>.Of(PairState.Open), now);
        await writer.Done(ct);
    }
}
