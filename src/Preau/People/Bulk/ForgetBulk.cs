using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People.Bulk;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record ForgetBulkActs : IJob;

/// <summary>After a day nothing is taken back, so nothing of it need be kept.</summary>
public sealed class ForgetBulk(Database db, TimeProvider clock) : IHandle<ForgetBulkActs>
{
    public async Task Run(ForgetBulkActs job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - UndoBulk.Life;
        var old = db.BulkActs.Where(a => a.At < before && a.State != BulkState.Running && a.State != BulkState.Undoing && (a.UndoneAt == null || a.UndoneAt < before));
        foreach (var id in await old.Select(a => a.Id).ToListAsync(ct))
        {
            await db.BulkPeople.Where(p => p.BulkActId == id).DeleteInParts(ct);
            await db.BulkEffects.Where(e => e.BulkActId == id).DeleteInParts(ct);
            await db.BulkActs.Where(a => a.Id == id).ExecuteDeleteAsync(ct);
        }
    }
}

public static class RowsInParts
{
    private const int Part = 5000;

    /// <summary>A few thousand at a time, so that nobody waits for a million.</summary>
    public static async Task DeleteInParts<TRow>(this IQueryable<TRow> rows, CancellationToken ct) where TRow : class, IPersonOwned
    {
        while (await rows.OrderBy(r => r.PersonId).Select(r => r.PersonId).Take(Part).ToListAsync(ct) is { Count: > 0 } ids)
        {
            var last = ids[^1];
            await rows.Where(r => r.PersonId <= last).ExecuteDeleteAsync(ct);
        }
    }
}
