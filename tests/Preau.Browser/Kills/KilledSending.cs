using System.Diagnostics;

namespace Preau.Kills;

/// <summary>A program that sends a blast to many, is killed again and again while it does, and is started again each time. The mail server, or the gateway, outlives it.</summary>
/// <param name="campaign">The blast, due and not begun.</param>
/// <param name="receiver">Where it goes.</param>
/// <param name="start">Starts the program.</param>
/// <param name="kill">SIGKILL; comes back when the process is gone.</param>
/// <param name="random">Says when.</param>
public sealed class KilledSending(SendingCampaign campaign, IReceiver receiver, Func<Task> start, Func<Task> kill, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="people">Who get it.</param>
    /// <param name="kills">How often the program is killed before it may end its work.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<KillOutcome> Run(int people, int kills, CancellationToken ct)
    {
        // So many between two kills that some are left for the last start.
        var most = Math.Max(2, people / (kills + 1) * 3 / 4);
        await start();
        for (var done = 0; done < kills; done++)
        {
            // One in five comes while the program starts, finds what the one before had in hand, or has just begun.
            if (done > 0 && random.Next(5) == 0) await Task.Delay(random.Next(2000), ct);
            else await Caught(receiver.Count + random.Next(1, most), ct);
            await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 20), ct);
            await kill();
            if (receiver.Count >= people) throw new InvalidOperationException($"All was sent before kill {done + 1}: there was nothing to break.");
            await start();
        }

        await campaign.Sent(Patience, ct);
        await kill();
        return new KillOutcome(receiver.Received, await campaign.Deliveries(ct), (await campaign.Total(ct))!);
    }

    private async Task Caught(long count, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (receiver.Count < count)
        {
            if (watch.Elapsed > Patience) throw new TimeoutException($"{receiver.Count} of {count} were caught after {Patience}.");
            await Task.Delay(1, ct);
        }
    }
}
