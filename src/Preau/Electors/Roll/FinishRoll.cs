using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Imports.Batches;

namespace Preau.Electors.Roll;

/// <summary>When the last row of a roll is in: whom it did not name is struck off, stations with nobody left are closed, and stations are counted. Whoever was struck off stays as a person.</summary>
internal sealed class FinishRoll(Database db, Import import, TimeProvider clock)
{
    private const int BatchSize = 2000;

    // Behind every line of the file: the last thing that an import does is the first that its undo takes back.
    private const long AfterAllLines = int.MaxValue;

    /// <returns>False when somebody stopped the import meanwhile.</returns>
    public async Task<bool> Run(RefusedCommunes refused, CancellationToken ct)
    {
        var roll = await db.ElectoralRolls.AsNoTracking().SingleAsync(r => r.ImportId == import.Id, ct);
        var communes = await db.RollCommunes.AsNoTracking().Where(c => c.ImportId == import.Id).OrderBy(c => c.Code).ToListAsync(ct);
        foreach (var commune in roll.IsComplete ? communes.Where(c => !c.IsNew && !refused.Has(c.Code)) : [])
        {
            if (!await StrikeOff(commune, roll.ListedOn, ct)) return false;
        }

        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Claim(ct)) return false;
        await db.Execute("Electors/Roll/CountElectors", ct, ("import_id", import.Id));
        if (roll.IsComplete) await Close(communes.FindAll(c => !refused.Has(c.Code)), roll.ListedOn, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Stations become what they were, as far as they still are as this roll left them.</summary>
    public async Task Undo(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var change in await db.StationChanges.AsNoTracking().Where(c => c.ImportId == import.Id).ToListAsync(ct))
        {
            var stations = db.PollingStations.Where(s => s.Id == change.StationId);
            switch (change.Kind)
            {
                case StationChangeKind.Renamed: await stations.Where(s => s.Name == change.After).ExecuteUpdateAsync(s => s.SetProperty(p => p.Name, change.Before), ct); break;
                case StationChangeKind.Closed: await stations.ExecuteUpdateAsync(s => s.SetProperty(p => p.ClosedOn, (DateOnly?)null), ct); break;
                case StationChangeKind.Reopened: await stations.Where(s => s.ClosedOn == null).ExecuteUpdateAsync(s => s.SetProperty(p => p.ClosedOn, DateOnly.ParseExact(change.Before!, "yyyy-MM-dd", CultureInfo.InvariantCulture)), ct); break;
                case StationChangeKind.Created: await stations.Where(s => !db.Registrations.Any(r => r.PollingStationId == s.Id)).ExecuteDeleteAsync(ct); break;
            }
        }

        // One that somebody is still registered at goes when they do.
        await db.StationChanges.Where(c => c.ImportId == import.Id && !(c.Kind == StationChangeKind.Created && db.PollingStations.Any(s => s.Id == c.StationId))).ExecuteDeleteAsync(ct);
        await db.Execute("Electors/Roll/CountElectors", ct, ("import_id", import.Id));
        await db.RollChanges.Where(c => c.ImportId == import.Id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<bool> StrikeOff(RollCommune commune, DateOnly listedOn, CancellationToken ct)
    {
        var (id, lists, code) = (import.Id, commune.Lists, commune.Code);
        long after = 0;
        while (true)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await Claim(ct)) return false;
            await db.Execute("People/HoldPeople", ct);
            // A newer list that named them knows better, whichever came in first.
            var newer = (await NewerRolls.Load(db, id, [], ct)).Imports;
            var rows = await db.Registrations.AsNoTracking().Where(r => r.CommuneCode == code && r.PersonId > after && r.StruckOffOn == null && (r.Lists & lists) != 0
                    && (r.SeenImportId == null || (r.SeenImportId == id ? (r.Lists & lists) != (r.SeenLists & r.Lists & lists) : !EF.Parameter(newer).Contains(r.SeenImportId!.Value))))
                .OrderBy(r => r.PersonId).Take(BatchSize).ToListAsync(ct);
            if (rows.Count == 0) return true;
            await Take(rows, commune, listedOn, ct);
            await transaction.CommitAsync(ct);
            after = rows[^1].PersonId;
        }
    }

    /// <summary>Off the lists that the file holds and does not name them on; off the roll, where they are on no other.</summary>
    private async Task Take(List<Registration> rows, RollCommune commune, DateOnly listedOn, CancellationToken ct)
    {
        var struck = new List<Registration>();
        var put = new List<RegistrationRow>();
        var source = import.Source;
        long[] ids = [.. rows.Select(r => r.PersonId)];
        var own = await db.People.Where(p => EF.Parameter(ids).Contains(p.Id) && p.Source == source).Select(p => p.Id).ToHashSetAsync(ct);
        await using (var touches = await db.Bulk("import_touch", ["import_id", "person_id", "line", "touches"], ct))
        {
            foreach (var row in rows)
            {
                var before = RegistrationFacts.Of(row);
                var left = (RollLists)(row.Lists & ~commune.Lists) | (row.SeenImportId == import.Id ? (RollLists)row.SeenLists : RollLists.None);
                var now = left == RollLists.None ? before with { StruckOffOn = listedOn } : before with { Lists = left };
                if (left == RollLists.None) struck.Add(row);
                put.Add(RegistrationRow.Of(row.PersonId, now, row.SeenImportId, (RollLists)row.SeenLists));
                // Who came by this very roll goes whole when it is undone.
                if (!own.Contains(row.PersonId)) touches.Row(import.Id, row.PersonId, AfterAllLines, Touch.Write([new(RestoreRegistrations.Table, null, null, before.Write(), now.Write())]));
            }

            await touches.Done(ct);
        }

        await RegistrationRow.Put(db, put, ct);
        if (struck.Count == 0) return;
        await using (var changes = await db.Bulk("roll_change", ["import_id", "person_id", "kind", "from_commune", "from_station_id"], ct))
        {
            foreach (var row in struck) changes.Row(import.Id, row.PersonId, EnumText<RollChangeKind>.Of(RollChangeKind.StruckOff), row.CommuneCode, row.PollingStationId);
            await changes.Done(ct);
        }

        long count = struck.Count;
        await db.ElectoralRolls.Where(r => r.ImportId == import.Id).ExecuteUpdateAsync(s => s.SetProperty(r => r.StruckOffCount, r => r.StruckOffCount + count), ct);
        db.Trail.Record("registration.struck_off", [.. struck.Select(r => r.PersonId)], subjectId: import.Id, count: struck.Count);
        await db.SaveChangesAsync(ct);
    }

    private async Task Close(List<RollCommune> communes, DateOnly listedOn, CancellationToken ct)
    {
        foreach (var code in communes.Select(c => c.Code))
        {
            foreach (var station in await db.PollingStations.AsNoTracking().Where(s => s.CommuneCode == code && s.ElectorCount == 0 && s.ClosedOn == null && s.SeenImportId != import.Id).Select(s => new { s.Id, s.Name }).ToListAsync(ct))
            {
                await db.PollingStations.Where(s => s.Id == station.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.ClosedOn, listedOn), ct);
                db.Add(new StationChange { ImportId = import.Id, StationId = station.Id, Kind = StationChangeKind.Closed, Before = station.Name });
            }
        }
    }

    /// <summary>While the import is still to be run. It also says that somebody is at it.</summary>
    private async Task<bool> Claim(CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        return await db.Imports.Where(i => i.Id == import.Id && i.State == ImportState.Running).ExecuteUpdateAsync(s => s.SetProperty(i => i.MovedAt, now), ct) == 1;
    }
}
