using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Shared;

namespace Preau.People.Bulk;

public sealed record GatherBulk(long ActId) : IJob;

/// <summary>Writes down whom an act is about before anything is done: what it does may change what a search finds.</summary>
public sealed class GatherPeople(Database db, IEnumerable<IBulkAudience> audiences, Words words, CurrentNation nation, JobOptions jobs, TimeProvider clock) : IHandle<GatherBulk>
{
    public async Task Run(GatherBulk job, CancellationToken ct)
    {
        try
        {
            await Run(job.ActId, ct);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            db.ChangeTracker.Clear();
            var problem = words.In(nation.Facts.Language)["A fault of the program stopped this; “Background work” says which. What was done before stays until you undo it."];
            await db.BulkActs.Where(a => a.Id == job.ActId && a.State == BulkState.Gathering).ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Failed).SetProperty(a => a.Problem, problem), CancellationToken.None);
            throw;
        }
    }

    public async Task Run(long actId, CancellationToken ct)
    {
        if (await db.BulkActs.AsNoTracking().SingleOrDefaultAsync(a => a.Id == actId, ct) is not { State: BulkState.Gathering, Who: { } who }) return;
        var audience = audiences.Single(a => who.StartsWith(a.Beginning, StringComparison.Ordinal));
        var rest = who[audience.Beginning.Length..];
        // Deleted meanwhile: then there is nobody.
        await Write(actId, await audience.Find(rest, ct) is null ? Nobody(ct) : audience.Ids(rest, ct), ct);
    }

    public async Task Write(long actId, IAsyncEnumerable<long[]> people, CancellationToken ct)
    {
        if (await Claim(actId, ct) is not { } turn) return;
        var total = 0L;
        await foreach (var ids in people.WithCancellation(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            total += ids.Length;
            if (await db.BulkActs.Where(a => a.Id == actId && a.State == BulkState.Gathering && a.Done == turn).ExecuteUpdateAsync(s => s.SetProperty(a => a.Total, total), ct) == 0) return;
            // Whoever was erased since they were read cannot be referred to; everybody else is held by the row above and written once.
            var there = await db.People.Where(p => ids.Contains(p.Id) && !db.BulkPeople.Any(b => b.BulkActId == actId && b.PersonId == p.Id)).Select(p => p.Id).ToArrayAsync(ct);
            await using var writer = await db.Bulk("bulk_person", ["bulk_act_id", "person_id"], ct);
            foreach (var id in there) writer.Row(actId, id);
            await writer.Done(ct);
            await transaction.CommitAsync(ct);
        }

        var written = await db.BulkPeople.LongCountAsync(p => p.BulkActId == actId, ct);
        var now = clock.GetUtcNow().ToMicroseconds();
        await db.BulkActs.Where(a => a.Id == actId && a.State == BulkState.Gathering && a.Done == turn)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.State, BulkState.Open).SetProperty(a => a.Done, 0).SetProperty(a => a.Total, written).SetProperty(a => a.Who, (string?)null).SetProperty(a => a.At, now), ct);
    }

    /// <summary>What a killed run wrote down is begun anew, since a search may find others now; should it not be dead after all, it finds that its turn is over.</summary>
    private async Task<long?> Claim(long actId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.BulkActs.Where(a => a.Id == actId && a.State == BulkState.Gathering).ExecuteUpdateAsync(s => s.SetProperty(a => a.Done, a => a.Done + 1).SetProperty(a => a.Total, 0), ct) == 0) return null;
        var turn = await db.BulkActs.Where(a => a.Id == actId).Select(a => a.Done).SingleAsync(ct);
        await db.BulkPeople.Where(p => p.BulkActId == actId).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return turn;
    }

    private static async IAsyncEnumerable<long[]> Nobody([EnumeratorCancellation] CancellationToken ct = default)
    {
        await Task.CompletedTask;
        ct.ThrowIfCancellationRequested();
        yield break;
    }
}
