using Microsoft.Extensions.Logging;
using Preau.Nations;

namespace Preau.Donations;

/// <summary>
/// Asks gateways, once a minute and nation by nation, about what they have not told. Several processes may ask at once: whatever they learn is
/// written inside the gate, once.
/// </summary>
public sealed partial class SettleLoop(IServiceScopeFactory scopes, NationDirectory nations, TimeProvider clock, ILogger<SettleLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var nation in await nations.All(stoppingToken)) await Settle(nation, stoppingToken);
        }
    }

    private async Task Settle(NationFacts nation, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentNation>().Enter(nation);
        try
        {
            await scope.ServiceProvider.GetRequiredService<SettleAttempts>().Run(ct);
        }
        catch (System.Data.Common.DbException away)
        {
            // The store is busy or away: the next minute asks again, and other nations are not kept waiting.
            StoreAway(log, away, nation.Id.Value);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Open checkouts of nation {NationId} could not be asked about")]
    private static partial void StoreAway(ILogger log, Exception away, long nationId);
}
