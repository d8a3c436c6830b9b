using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Feed;

/// <summary>Computes a reader anew from the tables, nation by nation, and lets it follow the feed from where the feed stood before.</summary>
public sealed class RebuildReader(IServiceScopeFactory scopes, ChangeFeed feed, NationDirectory nations, ReaderNames readers)
{
    public async Task Run(string name, CancellationToken ct)
    {
        var from = await feed.End(ct);
        foreach (var nation in await nations.All(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
            var db = scope.ServiceProvider.GetRequiredService<Database>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await readers.Resolve(scope.ServiceProvider, name).Rebuild(ct);
            await transaction.CommitAsync(ct);
        }

        await using var last = scopes.CreateAsyncScope();
        var store = last.ServiceProvider.GetRequiredService<Database>();
        await store.Set<ChangeReader>().Where(r => r.Name == name)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Xid, from.Xid).SetProperty(r => r.Position, from.Position), ct);
    }
}
