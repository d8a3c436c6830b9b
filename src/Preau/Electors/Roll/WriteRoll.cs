using Microsoft.EntityFrameworkCore;
using Preau.Imports;

namespace Preau.Electors.Roll;

/// <summary>Writes what a batch of a roll comes to, in the transaction that is open. The new people of the batch have their numbers by then.</summary>
internal sealed class WriteRoll(Database db, Import import, RollBatch batch)
{
    public async Task Run(CancellationToken ct)
    {
        await Stations(ct);
        await Registrations(ct);
        await Changes(ct);
        await Communes(ct);
        var c = batch.Counts;
        await db.ElectoralRolls.Where(r => r.ImportId == import.Id).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.ListedCount, r => r.ListedCount + c.Listed).SetProperty(r => r.MovedCount, r => r.MovedCount + c.Moved).SetProperty(r => r.MovedCommuneCount, r => r.MovedCommuneCount + c.MovedCommune)
            .SetProperty(r => r.ReturnedCount, r => r.ReturnedCount + c.Returned).SetProperty(r => r.CollapsedCount, r => r.CollapsedCount + c.Collapsed).SetProperty(r => r.UnplacedCount, r => r.UnplacedCount + c.Unplaced)
            .SetProperty(r => r.UndatedCount, r => r.UndatedCount + c.Undated).SetProperty(r => r.ObjectedCount, r => r.ObjectedCount + c.Objected), ct);
    }

    private async Task Stations(CancellationToken ct)
    {
        var named = batch.Stations.ToList();
        var added = named.FindAll(s => s.IsNew);
        if (added.Count > 0)
        {
            var id = db.Ids.Reserve("polling_station", added.Count);
            await using var rows = await db.Bulk("polling_station", ["id", "commune_code", "commune_name", "code", "code_key", "name", "constituency", "canton", "elector_count", "seen_import_id"], ct);
            foreach (var s in added)
            {
                s.Id = id++;
                rows.Row(s.Id, s.Commune, s.CommuneName, s.Code, s.CodeKey, s.Name, s.Constituency, s.Canton, 0L, import.Id);
            }

            await rows.Done(ct);
        }

        foreach (var s in named.Where(s => !s.IsNew))
        {
            await db.PollingStations.Where(p => p.Id == s.Id).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.Name, s.Name).SetProperty(p => p.Constituency, s.Constituency).SetProperty(p => p.Canton, s.Canton).SetProperty(p => p.SeenImportId, import.Id).SetProperty(p => p.ClosedOn, (DateOnly?)null), ct);
        }

        foreach (var s in named)
        {
            if (s.IsNew) db.Add(new StationChange { ImportId = import.Id, StationId = s.Id, Kind = StationChangeKind.Created, After = s.Name });
            if (s.NameBefore is { } was) db.Add(new StationChange { ImportId = import.Id, StationId = s.Id, Kind = StationChangeKind.Renamed, Before = was, After = s.Name });
            if (s.IsReopened) db.Add(new StationChange { ImportId = import.Id, StationId = s.Id, Kind = StationChangeKind.Reopened, Before = s.ClosedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) });
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Registrations(CancellationToken ct)
    {
        var (added, known) = (batch.Named.Where(r => r.Before is null && r.Person.IsNew).ToList(), batch.Named.Where(r => !(r.Before is null && r.Person.IsNew)).ToList());
        if (added.Count > 0)
        {
            await using var rows = await db.Bulk("registration",
                ["person_id", "commune_code", "polling_station_id", "lists", "order_number", "birth_name", "usage_name", "given_names", "birth_year", "elector_key", "birth_key", "usage_key", "since_import_id", "since_on", "seen_import_id", "seen_lists"], ct);
            foreach (var r in added)
            {
                var f = r.Now();
                rows.Row(r.Person.Id, f.Commune, f.Station, (int)f.Lists, f.Order, f.BirthName, f.UsageName, f.GivenNames, f.BirthYear, f.Key, f.BirthKey, f.UsageKey, f.SinceImport, f.SinceOn, import.Id, (int)r.SeenLists);
            }

            await rows.Done(ct);
        }

        foreach (var r in known.Where(r => r.IsChanged)) r.Person.Note(RestoreRegistrations.Table, null, null, r.Before?.Write(), r.Now().Write());
        // All of them: whoever is not named when the file is in, is struck off.
        await RegistrationRow.Put(db, [.. known.Select(r => RegistrationRow.Of(r.Person.Id, r.Now(), import.Id, r.SeenLists))], ct);
    }

    private async Task Changes(CancellationToken ct)
    {
        var changed = batch.Named.Where(r => r is { Change: not null, Entry: not null }).ToList();
        if (changed.Count == 0) return;
        await using var rows = await db.Bulk("roll_change", ["import_id", "person_id", "kind", "from_commune", "to_commune", "from_station_id", "to_station_id"], ct);
        foreach (var r in changed) rows.Row(import.Id, r.Person.Id, EnumText<RollChangeKind>.Of(r.Change!.Value), r.Before?.Commune, r.Entry!.Commune, r.Before?.Station, r.Station?.Id);
        await rows.Done(ct);
    }

    private async Task Communes(CancellationToken ct)
    {
        foreach (var c in batch.Communes)
        {
            var (code, lists, rows) = (c.Code, (int)c.Lists, c.Rows);
            if (c.IsStored) await db.RollCommunes.Where(r => r.ImportId == import.Id && r.Code == code).ExecuteUpdateAsync(s => s.SetProperty(r => r.Lists, lists).SetProperty(r => r.RowCount, r => r.RowCount + rows), ct);
            else db.Add(new RollCommune { ImportId = import.Id, Code = code, Name = c.Name, Lists = lists, IsNew = c.IsNew, RowCount = rows, FirstLine = c.FirstLine });
        }

        await db.SaveChangesAsync(ct);
    }
}
