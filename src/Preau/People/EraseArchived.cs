using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People;

/// <summary>Comes back every hour, nation by nation.</summary>
public sealed record EraseWhoIsDue : IJob;

/// <summary>Erases for good who was archived for thirty days. Whom the law keeps stays archived and is asked about again the next time.</summary>
public sealed class EraseArchived(Database db, ErasePerson erase, TimeProvider clock) : IHandle<EraseWhoIsDue>
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    Task IHandle<EraseWhoIsDue>.Run(EraseWhoIsDue job, CancellationToken ct) => Run(ct);

    /// <summary>Gives how many were erased.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Grace;
        var count = 0;
        var (lastAt, lastId) = (DateTimeOffset.MinValue.AddYears(1), 0L);
        while (true)
        {
            var (at, id) = (lastAt, lastId);
            var next = await db.People.AsNoTracking().Where(p => p.ArchivedAt != null && p.ArchivedAt < before && p.ArchivedAt >= at && (p.ArchivedAt != at || p.Id > id))
                .OrderBy(p => p.ArchivedAt).ThenBy(p => p.Id).Select(p => new { p.Id, p.ArchivedAt }).FirstOrDefaultAsync(ct);
            if (next is null) return count;
            if (await erase.Run(next.Id, ct) is Erasure.Done) count++;
            (lastAt, lastId) = (next.ArchivedAt!.Value, next.Id);
        }
    }
}
