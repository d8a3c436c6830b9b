using System.Data.Common;
using System.Runtime.ExceptionServices;
using MailKit;
using MailKit.Search;
using Microsoft.EntityFrameworkCore;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>
/// Reads a mailbox from where it stopped, batch by batch: what is understood is written down and marked as read, what is not is left as it is, for people.
/// Whatever stops it, what was read is kept, and no single mail holds up those behind it.
/// </summary>
public sealed class FollowMailbox(Database db, ReturnClient client, TimeProvider clock, ILogger<FollowMailbox> logger)
{
    private const int AtOnce = 50, MostInOneTurn = 2000;
    private const long BytesAtOnce = 5 * 1024 * 1024;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30), LongestBatch = TimeSpan.FromSeconds(10);

    // From one mail to the next, and to the first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A dead server must not hold up, minute for minute, the work of others.
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromMinutes(5);

    /// <summary>There was trouble lately: the turn of this minute is left out.</summary>
    public Task<bool> Rests(string place, CancellationToken ct)
    {
        var lately = clock.GetUtcNow() - AfterTrouble;
        return db.ReturnMailboxes.AnyAsync(m => m.Name == place && m.Trouble != null && m.ReadAt > lately, ct);
    }

    /// <param name="mailbox">Complete.</param>
    /// <param name="place">Under which name it is kept how far it was read.</param>
    /// <param name="reader">Null where it is only to be seen whether the mailbox opens.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The mailbox as it stands now.</returns>
    public async Task<ReturnMailbox> Run<T>(ReturnMailboxSettings mailbox, string place, IMailboxReader<T>? reader, CancellationToken ct)
    {
        var before = await Begin(place, ct);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        string? trouble = null;
        try
        {
            using var open = await client.Open(mailbox, limit.Token);
            if (reader is not null) await Read(open, reader, before, limit, ct);
            await open.Client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception problem) when (ReturnTrouble.Is(problem) || (problem is OperationCanceledException && !ct.IsCancellationRequested))
        {
            trouble = ReturnTrouble.Of(problem);
            if (trouble != before.Trouble) logger.LogWarning("The mailbox could not be read: {Trouble}", trouble);
        }

        var now = clock.GetUtcNow();
        await db.ReturnMailboxes.Where(m => m.Name == place).ExecuteUpdateAsync(s => s.SetProperty(m => m.Trouble, trouble).SetProperty(m => m.ReadAt, now), ct);
        return await db.ReturnMailboxes.AsNoTracking().SingleAsync(m => m.Name == place, ct);
    }

    private async Task<ReturnMailbox> Begin(string name, CancellationToken ct)
    {
        var rows = db.ReturnMailboxes.AsNoTracking().Where(m => m.Name == name);
        if (await rows.SingleOrDefaultAsync(ct) is { } known) return known;
        db.Add(new ReturnMailbox { Name = name });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Somebody else began in the same moment.
            db.ChangeTracker.Clear();
        }

        return await rows.SingleAsync(ct);
    }

    /// <param name="limit">Put off by every mail that is read. When it is over, what was read until then is written down all the same.</param>
    private async Task Read<T>(OpenMailbox open, IMailboxReader<T> reader, ReturnMailbox before, CancellationTokenSource limit, CancellationToken ct)
    {
        var folder = open.Folder;
        var isKnown = before.UidValidity == folder.UidValidity;
        var last = isKnown ? (uint)before.LastUid : 0;
        SearchQuery query = SearchQuery.Uids(new UniqueIdRange(new UniqueId(last + 1), UniqueId.MaxValue));
        // Numbered anew: what was handled is marked.
        if (!isKnown) query = query.And(SearchQuery.NotSeen);
        var found = await folder.SearchAsync(query, limit.Token);
        var place = (before.UidValidity, before.LastUid);
        var waiting = new Queue<UniqueId>(found.Where(u => u.Id > last).Order().Take(MostInOneTurn));
        var began = clock.GetTimestamp();
        while (waiting.Count > 0 && clock.GetElapsedTime(began) < LongestTurn)
        {
            var batch = await Next(open, reader, waiting, limit);
            if (batch.Read.Count > 0)
            {
                batch = batch with { Read = await Record(reader, batch.Read, ct) };
                var read = new ReturnMailbox { Name = before.Name, UidValidity = folder.UidValidity, LastUid = batch.Read[^1].Uid.Id };
                batch.Read.ForEach(r => reader.Count(read, r.Said));
                if (!await Keep(place, read, ct)) return;
                place = (read.UidValidity, read.LastUid);
            }

            batch.Broken?.Throw();
            open.Line.Allow(MostForOne(reader));
            if (batch.Read.Where(r => reader.IsHandled(r.Said)).Select(r => r.Uid).ToList() is { Count: > 0 } handled) await folder.AddFlagsAsync(handled, MessageFlags.Seen, silent: true, limit.Token);
        }
    }

    /// <summary>What cannot be written down counts as one that cannot be read, and holds up none behind it. Where the store fails, all of them are read again.</summary>
    private async Task<List<(UniqueId Uid, T Said)>> Record<T>(IMailboxReader<T> reader, List<(UniqueId Uid, T Said)> read, CancellationToken ct)
    {
        try
        {
            await reader.Record([.. read.Select(r => r.Said)], ct);
            return read;
        }
        catch (Exception problem) when (!IsOfStore(problem))
        {
            if (read is [var (uid, _)])
            {
                logger.LogWarning("Mail {Uid} of a mailbox cannot be written down: {Problem}", uid.Id, problem.GetType().Name);
                return [(uid, reader.Read(null, isCut: false))];
            }
        }

        var all = new List<(UniqueId, T)>(read.Count);
        foreach (var one in read) all.AddRange(await Record(reader, [one], ct));
        return all;
    }

    /// <summary>As against what stands in one mail: what the store says of a value (SQLSTATE 22) is about that.</summary>
    private static bool IsOfStore(Exception problem) => problem switch
    {
        OperationCanceledException or IOException or TimeoutException => true,
        DbException refused => refused.SqlState is not ['2', '2', ..],
        { InnerException: { } inner } => IsOfStore(inner),
        _ => problem is DbUpdateException,
    };

    private static long MostForOne<T>(IMailboxReader<T> reader) => 2L * reader.LongestMail + 512 * 1024;

    private async Task<Batch<T>> Next<T>(OpenMailbox open, IMailboxReader<T> reader, Queue<UniqueId> waiting, CancellationTokenSource limit)
    {
        var (read, bytes, began) = (new List<(UniqueId Uid, T Said)>(), 0L, clock.GetTimestamp());
        while (read.Count < AtOnce && bytes < BytesAtOnce && clock.GetElapsedTime(began) < LongestBatch && waiting.TryDequeue(out var uid))
        {
            limit.CancelAfter(Patience);
            try
            {
                open.Line.Allow(MostForOne(reader));
                await using var stream = await open.Folder.GetStreamAsync(uid, 0, reader.LongestMail, limit.Token);
                bytes += stream.Length;
                using var mail = await ReturnReader.Load(stream, limit.Token);
                read.Add((uid, reader.Read(mail, stream.Length >= reader.LongestMail)));
            }
            catch (Exception problem) when (problem is OperationCanceledException || !open.Client.IsConnected)
            {
                return new Batch<T>(read, ExceptionDispatchInfo.Capture(problem));
            }
            catch (Exception problem)
            {
                // Anybody can write such a mail, or somebody else who reads the mailbox took it out meanwhile.
                logger.LogWarning("Mail {Uid} of a mailbox cannot be read: {Problem}", uid.Id, problem.GetType().Name);
                read.Add((uid, reader.Read(null, isCut: false)));
            }
        }

        return new Batch<T>(read, null);
    }

    /// <summary>False where somebody else has read on from the same place: what is counted once is not counted again, and nobody goes back behind them.</summary>
    private async Task<bool> Keep((long UidValidity, long LastUid) place, ReturnMailbox read, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.ReturnMailboxes.Where(m => m.Name == read.Name && m.UidValidity == place.UidValidity && m.LastUid == place.LastUid).ExecuteUpdateAsync(s => s
            .SetProperty(m => m.UidValidity, read.UidValidity).SetProperty(m => m.LastUid, read.LastUid).SetProperty(m => m.ReadAt, now)
            .SetProperty(m => m.Bounces, m => m.Bounces + read.Bounces).SetProperty(m => m.Complaints, m => m.Complaints + read.Complaints).SetProperty(m => m.Leaves, m => m.Leaves + read.Leaves)
            .SetProperty(m => m.Automatic, m => m.Automatic + read.Automatic).SetProperty(m => m.Forged, m => m.Forged + read.Forged).SetProperty(m => m.Others, m => m.Others + read.Others), ct) == 1;
    }

    /// <param name="Read">In the order of their numbers.</param>
    /// <param name="Broken">Why it went no further.</param>
    private sealed record Batch<T>(List<(UniqueId Uid, T Said)> Read, ExceptionDispatchInfo? Broken);
}
