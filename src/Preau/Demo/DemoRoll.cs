using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Electors.Roll;
using Preau.Imports;
using Preau.Nations;
using Preau.People;
using Preau.Shared;

namespace Preau.Demo;

/// <summary>A newer list of one polling station, as the national register writes it: a few moved, a few are new. It comes in as any roll does, so that its differences can be looked at.</summary>
public sealed class DemoRoll(Database db, OpenImport open, AttestRoll attest, ImportSteps steps, CurrentNation nation, TimeProvider clock) : IDemoSeed
{
    private const int Moved = 14;
    private const string Columns =
        "code du l'ugle;libellé de l'ugle;libellé du type de liste;nom de naissance;nom d'usage;prénoms;sexe;date de naissance;code commune de naissance;libellé commune de naissance;code département de naissance;pays de naissance;libellé nationalité;numéro de voie;libellé de voie;complément 1;complément 2;lieu-dit;code postal;commune;pays;code du bureau de vote;libellé du bureau de vote;code circonscription législative du bureau de vote;libellé canton du bureau de vote;libellé circonscription métropolitaine du bureau de vote;numéro d'ordre dans le bureau de vote";

    private static readonly (string Last, string First, string Born)[] Added =
        [("AUBRAC", "CAPUCINE JEANNE", "14/05/2008"), ("DELCOURT", "DRISS", "02/02/1991"), ("ESTEVE", "HANA LINA", "23/09/2008"), ("FOURCADE", "LOUP", "30/11/1986"), ("HACHEMI", "ELSA", "08/07/1979"), ("IZARD", "BASTIEN MARC", "19/03/2008")];

    public string Name => "roll";
    public int Order => 41;

    public async Task Run(CancellationToken ct)
    {
        var stations = await db.PollingStations.AsNoTracking().OrderBy(s => s.CodeKey).Where(s => s.CommuneCode == DemoPlace.CityCode && (s.Code == "0001" || s.Code == "0002")).ToListAsync(ct);
        if (stations is not [var from, var to]) return;
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        var me = await db.Accounts.OrderBy(a => a.Id).Select(a => new { a.Id, a.Name }).FirstOrDefaultAsync(ct);
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(await File(from, to, ct)));
        if (await open.Run(content, $"listes-electeurs-com{DemoPlace.CityCode}-bureau-0001.csv", null, keepUnknown: true, me?.Id, ct) is not Opening.Opened opened) throw new InvalidOperationException("The demo's own roll cannot be read.");
        var form = new RollForm { Authority = $"Mairie de {DemoPlace.City}", ListedOn = today.AddDays(-6), ObtainedOn = today.AddDays(-3), IsComplete = false, Undertaken = true };
        await attest.Run(opened.Import, form, new Words(nation.Facts.Language)[AttestRoll.Undertaking], (me?.Id, me?.Name ?? "Préau"), null, ct);
        await db.SaveChangesAsync(ct);
        await steps.Begin(opened.Import.Id, isRunHere: false, ct);
    }

    private async Task<string> File(PollingStation from, PollingStation to, CancellationToken ct)
    {
        var text = new StringBuilder(Columns).Append('\n');
        var electors = await db.Registrations.AsNoTracking().Where(r => r.PollingStationId == from.Id && r.Lists == (int)RollLists.Main).OrderBy(r => r.ElectorKey).Join(db.People, r => r.PersonId, p => p.Id, (r, p) => new { Registration = r, p.Sex, p.BornOn })
            .Select(e => new { e.Registration, e.Sex, e.BornOn, Address = db.PersonAddresses.Where(a => a.PersonId == e.Registration.PersonId && a.Kind == AddressKind.Registered).FirstOrDefault() }).ToListAsync(ct);
        foreach (var (index, e) in electors.Index())
        {
            var r = e.Registration;
            Row(text, index % 60 == 7 && index / 60 < Moved ? to : from, r.BirthName, r.UsageName ?? "", r.GivenNames, e.Sex == Sex.Female ? "F" : "M", e.BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", e.Address?.Line1 ?? "", e.Address?.Line2 ?? "", r.OrderNumber ?? "");
        }

        foreach (var (index, (last, first, born)) in Added.Index()) Row(text, from, last, "", first, index % 2 == 0 ? "F" : "M", born, $"{index + 3} rue des Lavoirs", "", (electors.Count + index + 1).ToString(CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static void Row(StringBuilder text, PollingStation station, string birth, string usage, string given, string sex, string born, string line1, string line2, string order)
    {
        string[] cells = [DemoPlace.CityCode, DemoPlace.City, "LP", birth, usage, given, sex, born, "", "", "", "", "", "", line1, line2, "", "", DemoPlace.Postcode, DemoPlace.City, "FRANCE", station.Code, station.Name, "02", DemoPlace.City, ""];
        text.AppendJoin(';', cells.Select(c => c.Length == 0 ? "" : $"\"{c}\"")).Append(';').Append(order).Append('\n');
    }
}
