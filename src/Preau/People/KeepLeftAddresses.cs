using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.People;

/// <summary>The addresses of those who left the list before the store kept them are shut to what is sent to many. A migration asks for it, once for each nation.</summary>
public sealed record KeepLeft : IJob;

public sealed class KeepLeftAddresses(Database db, ConsentLedger ledger, Suppressions suppressions) : IHandle<KeepLeft>
{
    private const int AtOnce = 500;

    public async Task Run(KeepLeft job, CancellationToken ct)
    {
        var after = 0L;
        while (await db.ConsentStates.Where(s => s.Purpose == Purpose.News && !s.IsGiven && s.PersonId > after).OrderBy(s => s.PersonId).Take(AtOnce).Select(s => s.PersonId).ToArrayAsync(ct) is { Length: > 0 } part)
        {
            after = part[^1];
            await suppressions.Leave([.. await ledger.SaidNo(part, Purpose.News, ct)], Suppressions.Left, ct);
        }
    }
}
