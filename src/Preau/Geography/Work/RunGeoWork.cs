using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Geography;

/// <summary>Does long work part by part, each part in a transaction that also says how far it is: a killed run goes on where it was, and whoever stops it is heard after a part.</summary>
public sealed class RunGeoWork(Database db, AddressBook book, BuildBook build, PlacePeople places, LoadBoundaries boundaries, BoundaryShapes shapes, GeoWorks works, IServiceScopeFactory scopes, CurrentNation nation, JobOptions jobs) : IHandle<DoGeoWork>
{
    public async Task Run(DoGeoWork job, CancellationToken ct)
    {
        if (await db.GeoWorks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == job.GeoWorkId && w.State == GeoWorkState.Running, ct) is not { } work) return;
        try
        {
            await Do(work, ct);
        }
        catch (Exception fault) when (!jobs.IsWeather(fault))
        {
            if (work.IsUploaded) File.Delete(work.Path);
            await works.Fail(work.Id, "A fault of the program stopped this; “Background work” says which.", [], CancellationToken.None);
            throw;
        }
    }

    private async Task Do(GeoWork work, CancellationToken ct)
    {
        switch (work.Kind)
        {
            case GeoWorkKind.LoadAddresses: await LoadAddresses(work, ct); break;
            case GeoWorkKind.PlaceEverybody: await PlaceEverybody(work, ct); break;
            case GeoWorkKind.LoadBoundaries: if (await Load(work, ct)) await Assign(work, ct); break;
            case GeoWorkKind.AssignBoundaries: await Assign(work, ct); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task LoadAddresses(GeoWork work, CancellationToken ct)
    {
        try
        {
            await build.Run([work.Path], work.FileName, isOnly: false, (bytes, _, rows) => Report(work.Id, bytes, rows, ct), ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await works.Finish(work.Id, ct)) await works.PlaceEverybody(ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (AddressesRefused refused)
        {
            await works.Fail(work.Id, refused.Message, refused.About, ct);
        }
        catch (FileNotFoundException)
        {
            await works.Fail(work.Id, "The file is not there any more.", [], ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Stopped in the panel: what was there stays.
        }

        if (work.IsUploaded) File.Delete(work.Path);
    }

    /// <summary>On a connection of its own: this one may be in the middle of something.</summary>
    private async Task<bool> Report(long id, long done, long found, CancellationToken ct)
    {
        await using var scope = scopes.Enter(nation.Facts);
        return await scope.ServiceProvider.GetRequiredService<GeoWorks>().Report(id, done, found, ct);
    }

    private async Task PlaceEverybody(GeoWork work, CancellationToken ct)
    {
        var (last, done, found, register) = (work.LastId, work.Done, work.Found, work.Path);
        var geocoder = book.Open();
        try
        {
            while (true)
            {
                // Another register was loaded meanwhile: whoever was looked up in the one before is looked up again.
                if (book.File is { } file && file != register)
                {
                    geocoder?.Dispose();
                    (geocoder, register, last, done, found) = (book.Open(), file, 0, 0, 0);
                }

                var ids = await db.People.Where(p => p.Id > last && p.ArchivedAt == null).OrderBy(p => p.Id).Select(p => p.Id).Take(PlacePeople.AtOnce).ToArrayAsync(ct);
                if (ids.Length == 0) break;
                await using (var transaction = await db.Database.BeginTransactionAsync(ct))
                {
                    if (!await Step(work.Id, (last, done) = (ids[^1], done + ids.Length), found += await places.Run(ids, geocoder, isAgain: true, ct), ct, register)) return;
                    await transaction.CommitAsync(ct);
                }

                await db.Turns.Give(ct);
            }
        }
        finally
        {
            geocoder?.Dispose();
        }

        await works.Finish(work.Id, ct);
        // Loaded between the last look and the end: whoever loaded it saw this at work and began nothing.
        if (book.File == register || register.Length == 0) return;
        await works.PlaceEverybody(ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task<bool> Load(GeoWork work, CancellationToken ct)
    {
        try
        {
            if (await boundaries.Run(work, bytes => Report(work.Id, bytes, 0, ct), ct)) return true;
            // Removed before it was in.
            await works.Stop(work.Id, ct);
        }
        catch (BoundariesRefused refused)
        {
            await works.Fail(work.Id, refused.Message, refused.About, ct);
        }
        catch (FileNotFoundException)
        {
            await works.Fail(work.Id, "The file is not there any more.", [], ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Stopped in the panel.
        }

        return false;
    }

    private async Task Assign(GeoWork work, CancellationToken ct)
    {
        var setId = work.SubjectId ?? 0;
        var index = await shapes.Of(db, setId, ct);
        // After the file comes the rest, counted anew.
        var at = await db.GeoWorks.AsNoTracking().SingleAsync(w => w.Id == work.Id, ct);
        var (last, done, found) = (at.LastId, at.LastId == 0 ? 0 : at.Done, at.LastId == 0 ? 0 : at.Found);
        if (last == 0) await db.GeoWorks.Where(w => w.Id == work.Id).ExecuteUpdateAsync(s => s.SetProperty(w => w.Total, db.PlaceTotals.Where(t => t.Accuracy != PlaceAccuracy.None).Sum(t => t.People)).SetProperty(w => w.Done, 0L).SetProperty(w => w.Found, 0L), ct);
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Execute("Geography/Places/HoldPlaces", ct);
            var points = await db.PersonPlaces.AsNoTracking().Where(p => p.PersonId > last && p.Lat != null).OrderBy(p => p.PersonId).Take(PlacePeople.AtOnce).Select(p => new { p.PersonId, p.Lat, p.Lon }).ToListAsync(ct);
            // Behind the last one nobody has a point any more.
            var (from, to, sums) = (last, points.Count > 0 ? points[^1].PersonId : long.MaxValue, new CellSums());
            var old = db.PersonBoundaries.Where(b => b.BoundarySetId == setId && b.PersonId > from && b.PersonId <= to);
            foreach (var before in await old.Select(b => b.BoundaryId).ToListAsync(ct)) sums.Boundary(setId, before, -1);
            await old.ExecuteDeleteAsync(ct);
            var rows = points.Select(p => (p.PersonId, Area: index.Locate(p.Lat!.Value, p.Lon!.Value))).Where(p => p.Area is not null).Select(p => new PersonBoundary { BoundarySetId = setId, PersonId = p.PersonId, BoundaryId = p.Area!.Value }).ToList();
            foreach (var row in rows) sums.Boundary(setId, row.BoundaryId, 1);
            await PlacePeople.Insert(db, rows, ct);
            await sums.Write(db, ct);
            if (points.Count > 0 && !await Step(work.Id, (last, done) = (to, done + points.Count), found += rows.Count, ct)) return;
            if (points.Count == 0)
            {
                await places.Stale(ct);
                await works.Finish(work.Id, ct);
            }

            await transaction.CommitAsync(ct);
            if (points.Count == 0) return;
        }
    }

    /// <summary>In the transaction of the part; where nobody wants it any more, the part is not kept either.</summary>
    private async Task<bool> Step(long id, (long Last, long Done) at, long found, CancellationToken ct, string register = "") =>
        await db.GeoWorks.Where(w => w.Id == id && w.State == GeoWorkState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(w => w.LastId, at.Last).SetProperty(w => w.Done, at.Done).SetProperty(w => w.Found, found).SetProperty(w => w.Path, register).SetProperty(w => w.Total, w => w.Total < at.Done ? at.Done : w.Total), ct) > 0;
}
