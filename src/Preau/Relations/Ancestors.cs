using Microsoft.EntityFrameworkCore;

namespace Preau.Relations;

/// <summary>Who stands above somebody, step by step. Each person is looked at once, so that a circle from elsewhere ends it as well.</summary>
internal sealed class Ancestors(Database db)
{
    /// <param name="up">The role of whoever stands above.</param>
    /// <returns>Whether <paramref name="sought"/> is the person or stands anywhere above them.</returns>
    public async Task<bool> Has(long personId, long sought, string up, CancellationToken ct)
    {
        if (personId == sought) return true;
        var seen = new HashSet<long> { personId };
        for (long[] step = [personId]; step.Length > 0;)
        {
            var at = step;
            var above = await db.Relations.Where(r => r.Role == up && EF.Parameter(at).Contains(r.PersonId)).Select(r => r.OtherPersonId).Distinct().ToListAsync(ct);
            if (above.Contains(sought)) return true;
            step = [.. above.Where(seen.Add)];
        }

        return false;
    }

    /// <summary>Whether somebody stands above themselves.</summary>
    public async Task<bool> Circle(long personId, string up, CancellationToken ct)
    {
        foreach (var above in await db.Relations.Where(r => r.PersonId == personId && r.Role == up).Select(r => r.OtherPersonId).ToListAsync(ct))
        {
            if (await Has(above, personId, up, ct)) return true;
        }

        return false;
    }
}
