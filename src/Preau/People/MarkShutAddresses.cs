using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People;

/// <summary>Addresses that were shut before the store kept that beside them are marked. A migration asks for it, once for each nation.</summary>
public sealed record MarkShut : IJob;

public sealed class MarkShutAddresses(Database db, Suppressions suppressions) : IHandle<MarkShut>
{
    private const int AtOnce = 1000;

    public async Task Run(MarkShut job, CancellationToken ct)
    {
        var after = 0L;
        while (await db.PersonEmails.Where(e => e.Id > after).OrderBy(e => e.Id).Take(AtOnce).Select(e => new { e.Id, e.EmailKey }).ToListAsync(ct) is { Count: > 0 } part)
        {
            after = part[^1].Id;
            if (await suppressions.Among(part.Select(e => e.EmailKey), ct) is not { Count: > 0 } shut) continue;
            var ids = part.Where(e => shut.Contains(e.EmailKey)).Select(e => e.Id).ToArray();
            await db.PersonEmails.Where(e => ids.Contains(e.Id)).ExecuteUpdateAsync(s => s.SetProperty(e => e.IsShut, true), ct);
        }
    }
}
