using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Preau.Nations;

namespace Preau.Mail;

/// <summary>Sends what is due, of every nation, several blasts at once; finds what processes that are gone had in hand.</summary>
public sealed class MailRunner(SendBlast send, RecoverHandovers recover, NationDirectory nations, Store store, IOptions<MailOptions> options, TimeProvider clock, ILogger<MailRunner> logger) : BackgroundService
{
    private const int BlastsAtOnce = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForDead = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<DueBlast, RelayMood> moods = new();
    private readonly Dictionary<DueBlast, Task> running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var recoverAt = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() >= recoverAt)
                {
                    await recover.Run(stoppingToken);
                    recoverAt = clock.GetUtcNow() + LookForDead;
                }

                foreach (var (blast, task) in running.Where(r => r.Value.IsCompleted).ToList()) running.Remove(blast);
                foreach (var due in (await Due(stoppingToken)).Where(d => !running.ContainsKey(d)).Take(BlastsAtOnce - running.Count)) running[due] = Task.Run(() => Send(due, stoppingToken), CancellationToken.None);
                await Task.Delay(Look, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception problem)
            {
                // A fault in one look must not end sending for everybody; the next one begins anew.
                logger.LogError(problem, "What mail is due could not be found");
                await Task.Delay(Look * 5, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running.Values);
    }

    /// <summary>Sends what is due now until nothing is, one blast after the other. For tests and for commands that end.</summary>
    /// <returns>How many mails came to an end.</returns>
    public async Task<long> SendDue(CancellationToken ct)
    {
        await recover.Run(ct);
        var (count, done) = (0L, new HashSet<DueBlast>());
        while ((await Due(ct)).FirstOrDefault(d => !done.Contains(d)) is { } due)
        {
            done.Add(due);
            count += await Send(due, ct);
        }

        return count;
    }

    private async Task<long> Send(DueBlast due, CancellationToken ct)
    {
        var mood = moods.GetOrAdd(due, _ => new RelayMood(options.Value, clock));
        try
        {
            return await nations.Find(due.NationId, ct) is { } nation ? await send.Run(nation, due.Id, mood, ct) : 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception problem)
        {
            logger.BlastFailed(problem, due.Id);
            mood.Begin();
            await Explain(due, problem, mood, ct);
            return 0;
        }
    }

    private async Task Explain(DueBlast due, Exception problem, RelayMood mood, CancellationToken ct)
    {
        try
        {
            mood.Failed(problem is IOException ? problem.Message : problem.GetType().Name);
            if (await nations.Find(due.NationId, ct) is { } nation) await send.Explain(nation, due.Id, mood, ct);
        }
        catch (Exception again) when (again is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            // The store itself is away: what is wrong can be told when it is back.
            logger.BlastFailed(again, due.Id);
        }
    }

    private async Task<IReadOnlyList<DueBlast>> Due(CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql.Text("Mail/Handover/Due", store.Dialect);
        var now = clock.GetUtcNow();
        command.Bind("now", now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueBlast>();
        while (await reader.ReadAsync(ct)) due.Add(new DueBlast(new NationId(reader.GetInt64(0)), reader.GetInt64(1)));
        foreach (var gone in moods.Keys.Except(due).Except(running.Keys).ToList())
        {
            if (moods[gone].NextAt <= now) moods.TryRemove(gone, out _);
        }

        return [.. due.Where(d => !moods.TryGetValue(d, out var mood) || mood.NextAt <= now)];
    }

    private sealed record DueBlast(NationId NationId, long Id);
}
