using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Electors;

/// <summary>Where somebody is on the electoral roll, and what rolls changed of it.</summary>
public sealed class ElectorsPart(Database db, Objections objections, ElectorWords said, Words words) : IPersonPart
{
    public string Name => "roll";

    public string? Panel => ElectorsPanel.Name;

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Registration), typeof(RollChange)];

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(long personId, TimelineAsk ask, CancellationToken ct)
    {
        if (!ask.Wants(TimelineKind.Record)) return [];
        var changes = await db.RollChanges.AsNoTracking().Where(c => c.PersonId == personId)
            .Join(db.Imports, c => c.ImportId, i => i.Id, (c, i) => new { Change = c, At = i.EndedAt ?? i.CreatedAt }).Where(c => ask.Until == null || c.At <= ask.Until)
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Change.ImportId).Take(ask.Count)
            .Select(c => new
            {
                c.Change.ImportId, c.Change.Kind, c.Change.FromCommune, c.Change.ToCommune, c.At, From = db.PollingStations.Where(s => s.Id == c.Change.FromStationId).Select(s => s.Code + " " + s.Name).FirstOrDefault(),
                To = db.PollingStations.Where(s => s.Id == c.Change.ToStationId).Select(s => s.Code + " " + s.Name).FirstOrDefault(),
            }).ToListAsync(ct);
        return [.. changes.Select(c => new TimelineEntry(c.At, $"roll:{c.ImportId:D12}", TimelineKind.Record, words["Electoral roll: {0}", said.Of(c.Kind)], Way(c.FromCommune, c.From, c.ToCommune, c.To), Link: $"/imports/{c.ImportId}"))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct) is not { } r) return null;
        var station = await db.PollingStations.AsNoTracking().Where(s => s.Id == r.PollingStationId).Select(s => new { s.Code, s.Name }).SingleOrDefaultAsync(ct);
        var roll = await db.ElectoralRolls.AsNoTracking().Where(e => e.ImportId == r.SeenImportId).Select(e => new { e.Authority, e.ListedOn }).SingleOrDefaultAsync(ct);
        var lists = ElectorWords.All.Where(l => ((RollLists)r.Lists).HasFlag(l)).Select(said.Of).ToList();
        return new { Commune = r.CommuneCode, Station = station, Lists = lists, r.OrderNumber, r.BirthName, r.UsageName, r.GivenNames, r.BirthYear, Since = r.SinceOn, StruckOff = r.StruckOffOn, DeliveredBy = roll?.Authority, ListOf = roll?.ListedOn };
    }

    /// <summary>Whoever asked to be erased is not brought back by the next roll: it knows neither their mail nor their telephone.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct) is { } registration)
        {
            await objections.Add(personId, Suppressions.Erased, ct);
            await db.SaveChangesAsync(ct);
            await Count(registration.PollingStationId, registration.StruckOffOn is null ? -1 : 0, ct);
        }

        await db.RollChanges.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Registrations.Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
    }

    /// <summary>The one that stands on the roll; of two, the one that a later roll named.</summary>
    public bool Prefers(PersonRow kept, PersonRow gone) => gone.Table.Entity == typeof(Registration)
        && (kept.Has("struck_off_on") != gone.Has("struck_off_on") ? kept.Has("struck_off_on") : gone.Number("seen_import_id") > kept.Number("seen_import_id"));

    public Task Recount(PersonRow row, int by, CancellationToken ct) =>
        row.Table.Entity == typeof(Registration) && row.Has("polling_station_id") && !row.Has("struck_off_on") ? Count(row.Number("polling_station_id"), by, ct) : Task.CompletedTask;

    private Task Count(long? stationId, int by, CancellationToken ct) =>
        stationId is null || by == 0 ? Task.CompletedTask : db.PollingStations.Where(s => s.Id == stationId).ExecuteUpdateAsync(s => s.SetProperty(p => p.ElectorCount, p => p.ElectorCount + by), ct);

    private static string? Way(string? fromCommune, string? from, string? toCommune, string? to)
    {
        var (left, right) = ($"{fromCommune} {from}".Trim(), $"{toCommune} {to}".Trim());
        return (left.Length, right.Length) switch { (0, 0) => null, (_, 0) => left, (0, _) => right, _ => string.Create(CultureInfo.InvariantCulture, $"{left} → {right}") };
    }
}
