using Microsoft.EntityFrameworkCore;
using Preau.People;

namespace Preau.Dashboard.Counting;

/// <summary>The only writer of shares and days, which it moves together. Use it inside a transaction: what is not committed was not counted.</summary>
public sealed class RollUp(Database db, Shares shares)
{
    /// <summary>How many people are looked at with one question. Of more, what is counted would be held in arrays that the collector keeps apart and gives back late, all through a send.</summary>
    private const int AtOnce = 300;

    private sealed record TakenOut(string Measure, DateOnly Day, string Source, long Count, long Cents);

    private readonly Dictionary<(Measure Measure, DateOnly Day, string Source), Amount> moves = [];

    /// <summary>Counts these people as the tables tell of them now, whatever was counted before.</summary>
    public async Task Count(IEnumerable<long> people, CancellationToken ct)
    {
        foreach (var ids in people.Distinct().Order().Chunk(AtOnce)) await Replace(ids, await shares.Of(ids, ct), ct);
        await Move(ct);
    }

    /// <summary>Takes somebody out of everything that is counted.</summary>
    public async Task Forget(long personId, CancellationToken ct)
    {
        foreach (var old in await db.Query<TakenOut>("Dashboard/Counting/TakeOut", ct, ("person_id", personId)))
            Note(new(personId, EnumText<Measure>.Parse(old.Measure), old.Day, old.Source), -new Amount(old.Count, old.Cents));
        await Move(ct);
    }

    /// <summary>Range after range of everybody, each in a transaction of its own, then the days from the shares.</summary>
    public async Task CountAll(CancellationToken ct)
    {
        var isLearnt = false;
        await Everybody.InRanges(db, AtOnce, (from, to) => db.RollUpShares.Where(s => s.PersonId > from && s.PersonId <= to).Select(s => s.PersonId), async ids =>
        {
            await Count(ids, ct);
            // Else each range would read all that were counted before it.
            if (isLearnt || !await db.RollUpShares.AnyAsync(ct)) return;
            await db.Learn("roll_up_share", ct);
            isLearnt = true;
        }, ct);
        await using var days = await db.Database.BeginTransactionAsync(ct);
        await db.RollUpDays.ExecuteDeleteAsync(ct);
        await db.Execute("Dashboard/Counting/SumDays", ct);
        await days.CommitAsync(ct);
    }

    private async Task Replace(long[] ids, Dictionary<ShareKey, Amount> wanted, CancellationToken ct)
    {
        var known = await db.RollUpShares.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.PersonId)).ToDictionaryAsync(KeyOf, AmountOf, ct);
        var changed = known.Where(s => wanted.GetValueOrDefault(s.Key) != s.Value).Concat(wanted.Where(s => !known.ContainsKey(s.Key))).Select(s => s.Key).ToList();
        // Measures that changed for nobody are left alone: of a mail that leaves, one share of each who gets it.
        var people = changed.Select(k => k.PersonId).ToHashSet();
        var measures = changed.Select(k => k.Measure).ToHashSet();
        bool IsReplaced(ShareKey key) => people.Contains(key.PersonId) && measures.Contains(key.Measure);
        var old = known.Where(s => IsReplaced(s.Key)).ToList();
        if (old.Count > 0)
        {
            long[] whose = [.. people];
            var taken = await db.RollUpShares.Where(s => EF.Parameter(whose).Contains(s.PersonId) && measures.Contains(s.Measure)).ExecuteDeleteAsync(ct);
            // Somebody who is being erased takes their own shares out; then these are looked at once more, from the start. Where nothing was to be taken out, that they are gone is told by the feed.
            if (taken != old.Count) throw new DbUpdateConcurrencyException($"{old.Count} shares were counted and {taken} are there.");
            foreach (var (key, amount) in old) Note(key, -amount);
        }

        await Write(wanted.Where(s => IsReplaced(s.Key)).ToDictionary(), ct);
    }

    private async Task Write(Dictionary<ShareKey, Amount> fresh, CancellationToken ct)
    {
        if (fresh.Count == 0) return;
        await using var writer = await db.Bulk("roll_up_share", ["person_id", "measure", "day", "source", "count", "cents"], ct);
        foreach (var (key, amount) in fresh)
        {
            writer.Row(key.PersonId, EnumText<Measure>.Of(key.Measure), key.Day, key.Source, amount.Count, amount.Cents);
            Note(key, amount);
        }

        await writer.Done(ct);
    }

    private static ShareKey KeyOf(RollUpShare share) => new(share.PersonId, share.Measure, share.Day, share.Source);

    private static Amount AmountOf(RollUpShare share) => new(share.Count, share.Cents);

    private void Note(ShareKey key, Amount amount) => moves[(key.Measure, key.Day, key.Source)] = moves.GetValueOrDefault((key.Measure, key.Day, key.Source)) + amount;

    // Always in the same order, so that two who move the same days wait for each other instead of holding each other.
    private async Task Move(CancellationToken ct)
    {
        var real = moves.Where(m => m.Value != default).OrderBy(m => m.Key.Measure).ThenBy(m => m.Key.Day).ThenBy(m => m.Key.Source, StringComparer.Ordinal).ToList();
        moves.Clear();
        foreach (var ((measure, day, source), amount) in real)
            await db.Execute("Dashboard/Counting/AddToDay", ct, ("measure", EnumText<Measure>.Of(measure)), ("day", day), ("source", source), ("count", amount.Count), ("cents", amount.Cents));
        if (real.Exists(m => m.Value.Count < 0)) await db.RollUpDays.Where(d => d.Count == 0).ExecuteDeleteAsync(ct);
    }
}
