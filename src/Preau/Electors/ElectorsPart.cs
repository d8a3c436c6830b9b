using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Electors.Votes;
using Preau.People;
using Preau.People.Merging;
using Preau.Shared;

namespace Preau.Electors;

/// <summary>Where somebody is on the electoral roll, what rolls changed of it, and what voter files say of their votes.</summary>
public sealed class ElectorsPart(Database db, Objections objections, ElectorWords said, CurrentNation nation, Words words) : IPersonPart
{
    private const int MostBallots = 500;

    public string Name => "roll";

    public PersonPanel? Panel => new(ElectorsPanel.Name, words["On the electoral roll"]);

    public IReadOnlyCollection<Type> Entities { get; } = [typeof(Registration), typeof(RollChange), typeof(Ballot), typeof(VoterFacts)];

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
        var ballots = await db.Ballots.AsNoTracking().Where(b => b.PersonId == personId).Join(db.Elections, b => b.ElectionId, e => e.Id, (b, e) => new { Ballot = b, Election = e })
            .OrderByDescending(b => b.Election.HeldOn).ThenByDescending(b => b.Election.Id).Take(MostBallots).ToListAsync(ct);
        // Few elections are known: they are compared by their instant here, since days of the store are no instants.
        var votes = ballots.Select(b => new TimelineEntry(nation.Facts.StartOf(b.Election.HeldOn), $"ballot:{b.Election.Id:D12}", TimelineKind.Record, words["Voted: {0}", said.Of(b.Election)], b.Ballot.Method.Length > 0 ? b.Ballot.Method : null))
            .Where(b => ask.Until is null || b.At <= ask.Until).Take(ask.Count);
        return [.. votes, .. changes.Select(c => new TimelineEntry(c.At, $"roll:{c.ImportId:D12}", TimelineKind.Record, words["Electoral roll: {0}", said.Of(c.Kind)], Way(c.FromCommune, c.From, c.ToCommune, c.To), Link: $"/imports/{c.ImportId}"))];
    }

    public async Task<object?> Export(long personId, CancellationToken ct)
    {
        var voter = await db.VoterFacts.AsNoTracking().SingleOrDefaultAsync(f => f.PersonId == personId, ct);
        var ballots = await db.Ballots.AsNoTracking().Where(b => b.PersonId == personId).Join(db.Elections, b => b.ElectionId, e => e.Id, (b, e) => new { e.HeldOn, Election = e.Name, e.Place, b.Method, b.Party, b.CastOn, b.Source }).OrderBy(b => b.HeldOn).ToListAsync(ct);
        var roll = await RollFile(personId, ct);
        if (roll is null && voter is null && ballots.Count == 0) return null;
        var facts = voter is null ? null : VoterFacts.Fields.Where(f => voter.Read(f) is not null).ToDictionary(f => f, voter.Read, StringComparer.Ordinal);
        return new { Registration = roll, VoterFacts = facts, Ballots = ballots };
    }

    private async Task<object?> RollFile(long personId, CancellationToken ct)
    {
        if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct) is not { } r) return null;
        var station = await db.PollingStations.AsNoTracking().Where(s => s.Id == r.PollingStationId).Select(s => new { s.Code, s.Name }).SingleOrDefaultAsync(ct);
        var roll = await db.ElectoralRolls.AsNoTracking().Where(e => e.ImportId == r.SeenImportId).Select(e => new { e.Authority, e.ListedOn }).SingleOrDefaultAsync(ct);
        var lists = ElectorWords.All.Where(l => ((RollLists)r.Lists).HasFlag(l)).Select(said.Of).ToList();
        return new { Commune = r.CommuneCode, Station = station, Lists = lists, r.OrderNumber, r.BirthName, r.UsageName, r.GivenNames, r.BirthYear, Since = r.SinceOn, StruckOff = r.StruckOffOn, DeliveredBy = roll?.Authority, ListOf = roll?.ListedOn };
    }

    /// <summary>Whoever asked to be erased is not brought back by the next roll, be it the first one: it knows neither their mail nor their telephone.</summary>
    public async Task Erase(long personId, CancellationToken ct)
    {
        await objections.Add(personId, Suppressions.Erased, ct);
        await db.SaveChangesAsync(ct);
        if (await db.Registrations.AsNoTracking().SingleOrDefaultAsync(r => r.PersonId == personId, ct) is { StruckOffOn: null } registration) await Count(registration.PollingStationId, -1, ct);
        await db.Ballots.Where(b => b.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.VoterFacts.Where(f => f.PersonId == personId).ExecuteDeleteAsync(ct);
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
