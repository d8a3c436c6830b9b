using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.Tests.Imports;

namespace Preau.Tests.Electors;

/// <summary>Rolls through the panel, as somebody brings them in.</summary>
internal static class RollDoor
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Dictionary<string, string> Attested(string listedOn = "2026-09-30", bool whole = true) => new(StringComparer.Ordinal)
    {
        ["Form.Authority"] = "Mairie de Valmorin", ["Form.ListedOn"] = listedOn, ["Form.ObtainedOn"] = "2026-10-02", ["Form.IsComplete"] = whole ? "true" : "false", ["Form.Undertaken"] = "true",
    };

    /// <summary>Uploads and attests; the page that says what the roll would do.</summary>
    public static async Task<Page> TryRoll(this TestNation nation, byte[] file, string listedOn = "2026-09-30", bool whole = true)
    {
        var page = await nation.Upload(file, "liste-com99420.csv");
        var trial = await (await nation.Panel.Submit(page.Path, Attested(listedOn, whole), action: "roll")).Follow();
        await nation.RunJobs();
        return await nation.Panel.Get(trial.Path);
    }

    public static async Task<Import> BringInRoll(this TestNation nation, byte[] file, string listedOn = "2026-09-30", bool whole = true, string? tag = null)
    {
        var trial = await nation.TryRoll(file, listedOn, whole);
        if (tag is not null) await nation.Db.Imports.Where(i => i.State == ImportState.Uploaded).ExecuteUpdateAsync(s => s.SetProperty(i => i.Tag, tag), Ct);
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        var import = await nation.Db.Imports.AsNoTracking().OrderByDescending(i => i.Id).FirstAsync(Ct);
        Assert.Equal(ImportState.Done, import.State);
        return import;
    }

    /// <summary>Who is registered where, to the letter.</summary>
    public static async Task<string> Registrations(this TestNation nation)
    {
        var db = nation.Db;
        var stations = await db.PollingStations.ToDictionaryAsync(s => s.Id, Ct);
        var people = await db.People.ToDictionaryAsync(p => p.Id, Ct);
        return string.Join('\n', (await db.Registrations.AsNoTracking().ToListAsync(Ct)).Select(r =>
                $"{people[r.PersonId].FirstName} {people[r.PersonId].LastName} {people[r.PersonId].BornOn:yyyy-MM-dd} {people[r.PersonId].IsRollOnly} {r.CommuneCode} {(r.PollingStationId is { } id ? stations[id].Code + stations[id].Name : "-")} {r.Lists} {r.OrderNumber} {r.BirthName}/{r.UsageName}/{r.GivenNames}/{r.BirthYear} {r.SinceOn:yyyy-MM-dd} {r.StruckOffOn:yyyy-MM-dd}")
            .Concat(stations.Values.Select(s => $"station {s.CommuneCode} {s.Code} {s.Name} {s.ElectorCount} {s.ClosedOn:yyyy-MM-dd}")).Order(StringComparer.Ordinal));
    }
}
