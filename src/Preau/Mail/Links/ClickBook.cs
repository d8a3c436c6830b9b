using System.Threading.Channels;
using Preau.Mail.Openings;
using Preau.Nations;

namespace Preau.Mail;

/// <summary>A click that was heard and is not written yet.</summary>
/// <param name="LinkId">0 for the picture that tells of an opening.</param>
/// <param name="IsOfText">By the short link of a text.</param>
public sealed record HeardClick(NationId NationId, long BlastId, long PersonId, long LinkId, bool IsOfText, DateTimeOffset At)
{
    public bool IsOpening => LinkId == 0;
}

/// <summary>
/// Whoever follows a link waits for no store: the click is heard, and written with others two seconds later, when it is also known whether somebody read or a scanner ran through
/// the links of the mail (<see cref="Scans"/>, docs/decisions/0030). What was heard and not written is lost with a process that is killed; one that ends writes it first.
/// </summary>
public sealed class ClickBook(IServiceScopeFactory scopes, NationDirectory nations, TimeProvider clock, ILogger<ClickBook> logger) : BackgroundService
{
    /// <summary>So long a click is held before it is written.</summary>
    public static readonly TimeSpan Settles = Scans.Quick;

    private const int Most = 100_000;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // A store that is away for longer than this loses clicks, and the log says so.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Channel<HeardClick> heard = Channel.CreateBounded<HeardClick>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly List<HeardClick> held = [];
    private readonly Scans scans = new();

    public void Hear(HeardClick click)
    {
        if (!heard.Writer.TryWrite(click)) logger.ClicksLost(1);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Write(isAll: stoppingToken.IsCancellationRequested, CancellationToken.None);
        }
    }

    /// <summary>Writes what has been heard for long enough, or all.</summary>
    public async Task Write(bool isAll, CancellationToken ct)
    {
        while (held.Count < Most && heard.Reader.TryRead(out var click)) held.Add(click);
        var until = isAll ? DateTimeOffset.MaxValue : clock.GetUtcNow() - Settles;
        held.RemoveAll(scans.Among(held, clock.GetUtcNow()).Contains);
        foreach (var ofNation in held.Where(c => c.At <= until).GroupBy(c => c.NationId).ToList())
        {
            try
            {
                await Write(ofNation.Key, [.. ofNation], ct);
                held.RemoveAll(c => c.NationId == ofNation.Key && c.At <= until);
            }
            catch (Exception problem) when (problem is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException or TimeoutException)
            {
                // The store is away, or another process holds the rows: what was written of it is known there, and is not counted twice.
                logger.ClicksNotWritten(problem);
                if (held.RemoveAll(c => c.NationId == ofNation.Key && c.At < clock.GetUtcNow() - LongestWait) is > 0 and var lost) logger.ClicksLost(lost);
            }
        }
    }

    private async Task Write(NationId nationId, IReadOnlyList<HeardClick> clicks, CancellationToken ct)
    {
        if (await nations.Find(nationId, ct) is not { } nation) return;
        await using var scope = scopes.Enter(nation);
        scope.ServiceProvider.GetRequiredService<Actor>().IsVisitor();
        await scope.ServiceProvider.GetRequiredService<WriteClicks>().Run([.. clicks.Where(c => !c.IsOpening)], ct);
        await scope.ServiceProvider.GetRequiredService<WriteOpenings>().Run([.. clicks.Where(c => c.IsOpening)], ct);
    }
}
