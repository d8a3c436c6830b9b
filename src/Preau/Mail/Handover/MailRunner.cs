using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Preau.Nations;

namespace Preau.Mail;

/// <summary>
/// Sends what is due, of every nation, several blasts at once; finds what processes that are gone had in hand. A blast that is alone is sent to its end;
/// where a nation waits that has none on its way, the one that has had its turn gives way and comes back. Of one nation's, those of the highest priority leave first. Mails and texts each have their own turns: a gateway that
/// takes ten a second holds up no relay.
/// </summary>
public sealed class MailRunner(SendBlast send, RecoverHandovers recover, NationDirectory nations, Store store, IOptions<MailOptions> options, TimeProvider clock, ILogger<MailRunner> logger) : BackgroundService
{
    private const int BlastsAtOnce = 2;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookForDead = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<DueBlast, RelayMood> moods = new();
    private readonly Dictionary<DueBlast, Turn> running = [];
    private readonly Dictionary<(NationId Nation, string Channel), DateTimeOffset> served = [];

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

                Tidy();
                foreach (var channel in (await Due(stoppingToken)).GroupBy(d => d.Channel, StringComparer.Ordinal)) Share(channel.Key, [.. channel], stoppingToken);
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

        await Task.WhenAll(running.Values.Select(t => t.Sending));
    }

    private void Tidy()
    {
        foreach (var (blast, turn) in running.Where(r => r.Value.Sending.IsCompleted).ToList())
        {
            running.Remove(blast);
            turn.End.Dispose();
        }
    }

    /// <summary>Who is sent now: a nation with nothing on its way before one that has, who was served longest ago before others.</summary>
    private void Share(string channel, IReadOnlyList<DueBlast> due, CancellationToken ct)
    {
        var first = due.GroupBy(d => d.NationId).ToDictionary(g => g.Key, g => g.Max(d => d.Priority));
        foreach (var (blast, turn) in running.Where(r => r.Key.Channel == channel && r.Key.Priority < first.GetValueOrDefault(r.Key.NationId) && !r.Value.End.IsCancellationRequested)) turn.End.Cancel();
        var (now, waiting) = (clock.GetUtcNow(), due.Where(d => !running.ContainsKey(d) && d.Priority == first[d.NationId]).ToList());
        int OnTheirWay(NationId nation) => running.Keys.Count(b => b.Channel == channel && b.NationId == nation);
        while (running.Keys.Count(b => b.Channel == channel) < BlastsAtOnce && waiting.OrderBy(d => OnTheirWay(d.NationId)).ThenBy(d => served.GetValueOrDefault((d.NationId, channel))).FirstOrDefault() is { } next)
        {
            waiting.Remove(next);
            served[(next.NationId, channel)] = now;
            var end = new CancellationTokenSource();
            running[next] = new Turn(Task.Run(() => Send(next, end.Token, ct), CancellationToken.None), end, now);
        }

        var hungry = waiting.Select(d => d.NationId).Distinct().Count(n => OnTheirWay(n) == 0) - running.Count(r => r.Key.Channel == channel && r.Value.End.IsCancellationRequested);
        foreach (var (_, turn) in running.Where(r => r.Key.Channel == channel && now - r.Value.Since >= LongestTurn && !r.Value.End.IsCancellationRequested).OrderByDescending(r => OnTheirWay(r.Key.NationId)).ThenBy(r => r.Value.Since).Take(hungry).ToList()) turn.End.Cancel();
    }

    /// <summary>Sends what is due now until nothing is, one blast after the other. For tests and for commands that end.</summary>
    /// <returns>How many mails came to an end.</returns>
    public async Task<long> SendDue(CancellationToken ct)
    {
        await recover.Run(ct);
        var (count, done) = (0L, new HashSet<DueBlast>());
        while ((await Due(ct)).Where(d => !done.Contains(d)).OrderByDescending(d => d.Priority).FirstOrDefault() is { } due)
        {
            done.Add(due);
            count += await Send(due, CancellationToken.None, ct);
        }

        return count;
    }

    private async Task<long> Send(DueBlast due, CancellationToken turn, CancellationToken ct)
    {
        var mood = moods.GetOrAdd(due, _ => new RelayMood(options.Value, clock));
        try
        {
            return await nations.Find(due.NationId, ct) is { } nation ? await send.Run(nation, due.Id, mood, turn, ct) : 0;
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
        while (await reader.ReadAsync(ct)) due.Add(new DueBlast(new NationId(reader.GetInt64(0)), reader.GetInt64(1), reader.GetString(2), EnumText<BlastPriority>.Parse(reader.GetString(3))));
        foreach (var gone in moods.Keys.Except(due).Except(running.Keys).ToList())
        {
            if (moods[gone].NextAt <= now) moods.TryRemove(gone, out _);
        }

        return [.. due.Where(d => !moods.TryGetValue(d, out var mood) || mood.NextAt <= now)];
    }

    /// <param name="Priority">Said of a draft: it does not change on the way.</param>
    private sealed record DueBlast(NationId NationId, long Id, string Channel, BlastPriority Priority);

    /// <param name="Sending">Ends when nothing of the blast is in hand any more.</param>
    /// <param name="End">Cancelled to let others have theirs.</param>
    /// <param name="Since">When it began.</param>
    private sealed record Turn(Task Sending, CancellationTokenSource End, DateTimeOffset Since);
}
