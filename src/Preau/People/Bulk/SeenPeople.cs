using Microsoft.EntityFrameworkCore;

namespace Preau.People.Bulk;

public static class SeenPeople
{
    /// <summary>Those of these numbers who are people that may be seen.</summary>
    public static async IAsyncEnumerable<long[]> Seen(this Database db, long[] ids, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in ids.Distinct().Take(most).Chunk(1000)) yield return await db.People.Where(p => some.Contains(p.Id)).Select(p => p.Id).ToArrayAsync(ct);
    }
}
