using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Jobs;

namespace Preau.Geography;

/// <summary>Does what one long work asks for.</summary>
public sealed record DoGeoWork(long GeoWorkId) : IJob;

/// <summary>Begins and stops long work, and says how far it is.</summary>
public sealed class GeoWorks(Database db, CurrentAccount account, TimeProvider clock)
{
    /// <summary>The caller saves.</summary>
    public GeoWork Begin(GeoWorkKind kind, long total, long? subjectId = null, string fileName = "", string path = "", bool isUploaded = false)
    {
        var work = new GeoWork { Kind = kind, SubjectId = subjectId, Total = total, FileName = fileName, Path = path, IsUploaded = isUploaded, AccountId = account.Id, CreatedAt = clock.GetUtcNow() };
        db.Add(work);
        db.Enqueue(new DoGeoWork(work.Id));
        return work;
    }

    /// <summary>Looks everybody up; null where that is being done already. The caller saves.</summary>
    public async Task<GeoWork?> PlaceEverybody(CancellationToken ct)
    {
        if (await Running(GeoWorkKind.PlaceEverybody, ct) is not null) return null;
        return Begin(GeoWorkKind.PlaceEverybody, await db.PlaceTotals.SumAsync(t => t.People, ct));
    }

    public Task<GeoWork?> Running(GeoWorkKind kind, CancellationToken ct) => db.GeoWorks.AsNoTracking().Where(w => w.Kind == kind && w.State == GeoWorkState.Running).OrderByDescending(w => w.Id).FirstOrDefaultAsync(ct);

    /// <summary>False where nobody wants it any more.</summary>
    public async Task<bool> Report(long id, long done, long found, CancellationToken ct) =>
        await db.GeoWorks.Where(w => w.Id == id && w.State == GeoWorkState.Running).ExecuteUpdateAsync(s => s.SetProperty(w => w.Done, done).SetProperty(w => w.Found, found), ct) > 0;

    public Task<bool> Stop(long id, CancellationToken ct) => End(id, GeoWorkState.Cancelled, "geo_work.cancelled", null, ct);

    public Task<bool> Finish(long id, CancellationToken ct) => End(id, GeoWorkState.Done, "geo_work.done", null, ct);

    public Task<bool> Fail(long id, string problem, object[] about, CancellationToken ct) => End(id, GeoWorkState.Failed, "geo_work.failed", (problem, string.Join('\n', about)), ct);

    private async Task<bool> End(long id, GeoWorkState state, string action, (string Text, string About)? problem, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        var (text, about) = (problem?.Text, problem?.About);
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var rows = await db.GeoWorks.Where(w => w.Id == id && w.State == GeoWorkState.Running).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, state).SetProperty(w => w.EndedAt, now).SetProperty(w => w.Problem, text).SetProperty(w => w.About, about), ct);
        // Areas that are not in by now do not come in any more, whether somebody was at it or nobody had begun.
        if (rows > 0 && state is GeoWorkState.Cancelled or GeoWorkState.Failed)
            await db.BoundarySets.Where(s => s.State == BoundarySetState.Loading && db.GeoWorks.Any(w => w.Id == id && w.SubjectId == s.Id)).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, BoundarySetState.Failed), ct);
        if (rows > 0) db.Trail.Note(action, 1, subjectId: id);
        await db.SaveChangesAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return rows > 0;
    }
}
