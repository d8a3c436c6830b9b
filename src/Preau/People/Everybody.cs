using Microsoft.EntityFrameworkCore;

namespace Preau.People;

/// <summary>What a rebuild goes through: everybody, so that nobody else waits long for the store.</summary>
public static class Everybody
{
    /// <summary>Range after range of numbers, each in a transaction of its own. May be done twice.</summary>
    /// <param name="db">Of the nation.</param>
    /// <param name="atOnce">How many people a range has.</param>
    /// <param name="kept">Of a range, above the first number up to the second: people whom something is kept of and who may be gone.</param>
    /// <param name="look">Looks at the people of a range, those who are gone too.</param>
    /// <param name="ct">Gives up between two ranges.</param>
    public static async Task InRanges(Database db, int atOnce, Func<long, long, IQueryable<long>> kept, Func<IReadOnlyList<long>, Task> look, CancellationToken ct)
    {
        for (var last = 0L; last < long.MaxValue;)
        {
            var ids = await db.People.Where(p => p.Id > last).OrderBy(p => p.Id).Select(p => p.Id).Take(atOnce).ToListAsync(ct);
            var (from, to) = (last, ids.Count < atOnce ? long.MaxValue : ids[^1]);
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                ids.AddRange(await kept(from, to).Distinct().ToListAsync(ct));
                await look(ids);
                await transaction.CommitAsync(ct);
            }

            await db.Turns.Give(ct);
            last = to;
        }
    }
}
