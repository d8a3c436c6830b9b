using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Electors;
using Preau.Imports;
using Preau.People;
using Preau.Tests.Imports;
using Preau.Tests.Storage;

namespace Preau.Tests.Electors;

/// <summary>The electoral roll of France is known by its columns, asked for what the law asks, and kept as facts about people.</summary>
public sealed class RollTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static readonly Elector[] Three =
    [
        new("MARTIN", "JEANNE MARIE LOUISE", "04/03/1980") { UsageName = "DUPONT" }, new("LE GOFF", "YVES", "12/12/1951") { Sex = "M", Station = "0002", StationName = "Gymnase" }, new("OBER", "ANNA", "01/01/1990"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_roll_is_recognised_attested_tried_and_brought_in()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload(RollFile.Reu(Three), "listes-electeurs-actifs-com99420-LP-30-09-2026.csv");

        Assert.EndsWith("/roll", page.Path, StringComparison.Ordinal);
        page.Shows("National electoral register (REU), 27 columns");
        page.Shows("Left out on purposecode commune de naissance, libellé commune de naissance, code département de naissance, pays de naissance, libellé nationalité");
        page.Shows("no commercial use");
        Assert.Equal("2026-09-30", page.Document.QuerySelector("[name='Form.ListedOn']")!.GetAttribute("value"));
        Assert.DoesNotContain("NAISSANCEVILLE", page.Html, StringComparison.Ordinal);

        var trial = await (await nation.Panel.Submit(page.Path, RollDoor.Attested(), action: "roll")).Follow();
        trial.Shows("What the roll would change New electors3 To another station0");
        trial.Shows("New stations2");
        trial.Shows("Valmorin-sur-Lène (99420): 3 rows · new to the campaign: first in line 2");
        Assert.Empty(await nation.Db.Registrations.ToListAsync(Ct));
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var import = await nation.Db.Imports.SingleAsync(Ct);
        Assert.Equal((ImportState.Done, 3L, 0L, 0L, Preau.Imports.Choices.LegalBasis.ElectoralRoll), (import.State, import.CreatedCount, import.ChangedCount, import.RefusedCount, import.Basis));
        Assert.Equal("""
            Anna Ober 1990-01-01 True 99420 0001École Jean-Macé 1 1 OBER//ANNA/ 2026-09-30 
            Jeanne Dupont 1980-03-04 True 99420 0001École Jean-Macé 1 1 MARTIN/DUPONT/JEANNE MARIE LOUISE/ 2026-09-30 
            Yves Le Goff 1951-12-12 True 99420 0002Gymnase 1 1 LE GOFF//YVES/ 2026-09-30 
            station 99420 0001 École Jean-Macé 2 
            station 99420 0002 Gymnase 1 
            """, await nation.Registrations());
        var address = await nation.Db.PersonAddresses.FirstAsync(Ct);
        Assert.Equal((AddressKind.Registered, "12 Rue des Lavoirs", "99420"), (address.Kind, address.Line1, address.Postcode));
        // Neither where somebody was born nor their nationality is anywhere.
        Assert.Empty(await nation.Db.CustomFields.ToListAsync(Ct));

        var roll = await nation.Db.ElectoralRolls.SingleAsync(Ct);
        Assert.Equal(("Mairie de Valmorin", new DateOnly(2026, 9, 30), "Owner"), (roll.Authority, roll.ListedOn, roll.AttestedBy));
        Assert.Contains("L.37", roll.Undertaking, StringComparison.Ordinal);
        var done = await nation.Panel.Get($"/imports/{import.Id}");
        done.Shows("Owner undertook this for the list of 30 Sept 2026, delivered by Mairie de Valmorin:");
        done.Shows("Obtained on");
        var people = done.Document.QuerySelectorAll("a[href*='source=import']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(2, people.Count);
        foreach (var path in people) Assert.Equal(3, (await nation.Panel.Get(path)).Document.QuerySelectorAll("tbody a[href^='/people/']").Select(a => a.GetAttribute("href")).Distinct(StringComparer.Ordinal).Count());
        var jeanne = await nation.Db.People.SingleAsync(p => p.LastName == "Dupont", Ct);
        var profile = await nation.Panel.Get($"/people/{jeanne.Id}");
        profile.Shows("On the electoral roll Polling station 0001 École Jean-Macé Valmorin-sur-Lène (99420) Listmain list Order number1 Named there asMARTIN (DUPONT), JEANNE MARIE LOUISE");
        profile.Shows("On an electoral roll, without a mail address or telephone");
        (await nation.Panel.Get("/stations")).Shows("0001 École Jean-Macé Valmorin-sur-Lène (99420) 02 Valmorin 2");
        var station = await nation.Db.PollingStations.SingleAsync(s => s.Code == "0001", Ct);
        (await nation.Panel.Get($"/stations/{station.Id}")).Shows("Jeanne Dupont MARTIN (DUPONT), JEANNE MARIE LOUISE main list 1");
        Assert.Contains(await nation.Db.AuditEntries.Select(a => a.Action).ToListAsync(Ct), a => a == "electoral_roll.created");
    }

    [Fact]
    public async Task Without_the_undertaking_nothing_begins()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload(RollFile.Reu(Three));
        var id = await nation.Db.Imports.Select(i => i.Id).SingleAsync(Ct);

        var answers = RollDoor.Attested();
        answers.Remove("Form.Undertaken");
        answers["Form.ListedOn"] = "2030-01-01";
        answers["Form.Authority"] = " ";
        var refused = await nation.Panel.Submit(page.Path, answers, action: "roll");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("Without this undertaking the law does not let you have the list, and it cannot be brought in.");
        refused.Shows("The date of the list must lie between 1990 and today.");
        refused.Shows("Say which town hall, prefecture or embassy delivered the list.");
        await nation.Panel.PostFrom(page.Path, $"/imports/{id}/trial", new { });
        // Nor by the columns of an ordinary table.
        Assert.EndsWith("/roll", (await (await nation.Panel.Get($"/imports/{id}/columns")).Follow()).Path, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nation.Panel.PostFrom(page.Path, $"/imports/{id}/columns", ImportDoor.Answers)).Status);
        await nation.RunJobs();
        Assert.Equal(ImportState.Uploaded, (await nation.Import(id)).State);
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }

    [Fact]
    public async Task The_signed_paper_is_kept_and_anything_else_is_refused()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload(RollFile.Reu(Three));
        var refused = await nation.Panel.Upload(page.Path, "Paper", "engagement.pdf", "not a paper"u8.ToArray(), RollDoor.Attested(), action: "roll");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("The paper has to be a PDF, JPEG or PNG.");

        await nation.Panel.Upload(page.Path, "Paper", "engagement.pdf", "%PDF-1.4 signed"u8.ToArray(), RollDoor.Attested(), action: "roll");
        var import = await nation.Db.Imports.SingleAsync(Ct);
        var paper = await nation.Panel.Get($"/imports/{import.Id}/roll/paper");

        Assert.Equal((HttpStatusCode.OK, "application/pdf", "%PDF-1.4 signed"), (paper.Status, paper.Response.Content.Headers.ContentType?.MediaType, paper.Html));
    }

    [Fact]
    public async Task The_older_layout_is_known_too()
    {
        await using var nation = await app.NewNation();
        var page = await nation.Upload(RollFile.Order2013(Three), "export.csv");
        page.Shows("Order of 12 November 2013, 29 columns");
        page.Shows("NomComNaissance, DeptNaissance, PaysNaissance, Nationalite");
        Assert.Equal("2018-09-30", page.Document.QuerySelector("[name='Form.ListedOn']")!.GetAttribute("value"));

        var import = await nation.BringInRoll(RollFile.Order2013(Three), "2018-09-30");

        Assert.Equal((3L, 0L), (import.CreatedCount, import.RefusedCount));
        Assert.Equal("99420", await nation.Db.Registrations.Select(r => r.CommuneCode).Distinct().SingleAsync(Ct));
        Assert.Equal("12 Rue des Lavoirs", await nation.Db.PersonAddresses.Select(a => a.Line1).FirstAsync(Ct));
        // A usage name that is the birth name again is none.
        Assert.Equal(["DUPONT"], await nation.Db.Registrations.Where(r => r.UsageName != null).Select(r => r.UsageName).ToListAsync(Ct));
    }

    [Fact]
    public async Task The_quirks_of_registers_are_taken_as_they_are()
    {
        await using var nation = await app.NewNation();
        var import = await nation.BringInRoll(RollFile.Reu(
            new("VIEUX", "PAUL", "00/00/1953") { Sex = "M" }, new("ANCIEN", "LUC", "1948") { Sex = "M" },
            new("ROSSI", "CHIARA", "05/06/1975") { List = "LCM" }, new("ROSSI", "CHIARA", "05/06/1975") { List = "LCE" },
            new("SANS", "BUREAU", "01/02/1970") { Station = "", StationName = "" },
            new("AUTRE", "GRAPHIE", "01/02/1971") { CommuneName = "VALMORIN SUR LENE", Station = "1" },
            new("SOLO", "LEA", "09/09/1999") { UsageName = "SOLO" }, new("NUMERO", "DEUX", "03/03/1988") { Order = "1" }));

        Assert.Equal((7L, 0L), (import.CreatedCount, import.RefusedCount));
        var roll = await nation.Db.ElectoralRolls.SingleAsync(Ct);
        Assert.Equal((1L, 1L, 2L), (roll.CollapsedCount, roll.UnplacedCount, roll.UndatedCount));
        var registrations = await nation.Db.Registrations.ToDictionaryAsync(r => r.BirthName, Ct);
        Assert.Equal((1953, 1948), (registrations["VIEUX"].BirthYear, registrations["ANCIEN"].BirthYear));
        Assert.Equal((int)(RollLists.Municipal | RollLists.European), registrations["ROSSI"].Lists);
        Assert.Null(registrations["SANS"].PollingStationId);
        Assert.Null(registrations["SOLO"].UsageName);
        // One station, however its commune and its code are written.
        Assert.Equal(("0001", 6L), await nation.Db.PollingStations.SingleAsync(Ct) is var station ? (station.Code, station.ElectorCount) : default);
        Assert.Null(await nation.Db.People.Where(p => p.LastName == "Vieux").Select(p => p.BornOn).SingleAsync(Ct));
    }

    [Fact]
    public async Task Namesakes_with_one_birthday_are_refused_and_never_merged()
    {
        await using var nation = await app.NewNation();
        var trial = await nation.TryRoll(RollFile.Reu(new("PETIT", "JEAN", "01/01/1980") { Order = "4" }, new("PETIT", "JEAN", "01/01/1980") { Order = "900", Station = "0002" }, new("PETIT", "JEAN PAUL", "01/01/1980")));
        trial.Shows("Another elector of this file has the same birth name, given names and date of birth as “Jean Petit”.");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var import = await nation.Db.Imports.SingleAsync(Ct);
        // Other given names are somebody else.
        Assert.Equal((2L, 1L), (import.CreatedCount, import.RefusedCount));
        Assert.Equal(3, (await nation.Db.ImportRefusals.SingleAsync(Ct)).Line);
    }

    [Fact]
    public async Task What_people_told_the_campaign_stays_and_the_roll_fills_gaps()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.Source) = ("Jeannette", "Dupont", new DateOnly(1980, 3, 4), "page:1"), "jeanne@example.org");
        var same = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.Source) = ("Jeanne", "Dupont", new DateOnly(1980, 3, 4), "page:1"), "jd@example.org");

        var import = await nation.BringInRoll(RollFile.Reu(Three));

        Assert.Equal((2L, 1L), (import.CreatedCount, import.ChangedCount));
        var person = await nation.Db.People.SingleAsync(p => p.Id == same.Id, Ct);
        Assert.Equal(("Jeanne", "Dupont", Sex.Female, false, "page:1"), (person.FirstName, person.LastName, person.Sex, person.IsRollOnly, person.Source));
        Assert.Equal("MARTIN", (await nation.Db.Registrations.SingleAsync(r => r.PersonId == same.Id, Ct)).BirthName);
        Assert.False(await nation.Db.Registrations.AnyAsync(r => r.PersonId == known.Id, Ct));

        var undone = await nation.Undo(import.Id);
        Assert.Equal((ImportState.Undone, 0L), (undone.State, undone.KeptCount));
        Assert.Empty(await nation.Db.Registrations.ToListAsync(Ct));
        Assert.Empty(await nation.Db.PollingStations.ToListAsync(Ct));
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
        Assert.Null((await nation.Db.People.SingleAsync(p => p.Id == same.Id, Ct)).Sex);
    }

    [Theory]
    [InlineData("Jeanne,Martin,1980-03-04", 0, 1)]
    [InlineData("Jeanne,Dupont,1980-03-04", 0, 1)]
    [InlineData("JEANNE,MARTIN,1980-03-04", 0, 1)]
    [InlineData("Jeanne,Martin,1980-03-05", 1, 0)]
    [InlineData("Marie,Martin,1980-03-04", 1, 0)]
    public async Task A_list_finds_a_married_elector_by_either_name(string row, long created, long changed)
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Three));

        var list = await nation.BringInBy(Encoding.UTF8.GetBytes($"first_name,last_name,born_at,email\n{row},j@example.org\n"), "name_birth");

        Assert.Equal((created, changed), (list.CreatedCount, list.ChangedCount));
        // The other name finds them and is no new one.
        Assert.Equal(changed, await nation.Db.People.LongCountAsync(p => p.FirstName == "Jeanne" && p.LastName == "Dupont" && !p.IsRollOnly, Ct));
    }

    [Fact]
    public async Task Who_bears_the_name_is_meant_rather_than_whom_the_roll_also_calls_so()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Three));
        var martin = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jeanne", "Martin", new DateOnly(1980, 3, 4)));

        var list = await nation.BringInBy(Encoding.UTF8.GetBytes("first_name,last_name,born_at,employer\nJeanne,Martin,1980-03-04,Mairie\n"), "name_birth");

        Assert.Equal((0L, 1L, 0L), (list.CreatedCount, list.ChangedCount, list.RefusedCount));
        Assert.Equal("Mairie", (await nation.Db.People.SingleAsync(p => p.Id == martin.Id, Ct)).Employer);
    }

    [Fact]
    public async Task What_the_roll_calls_people_is_looked_up_by_an_index()
    {
        Assert.SkipWhen(TestStores.Dialect != Dialect.Sqlite, Plan.SqliteAlone);
        await using var nation = await app.NewNation();
        string[] keys = ["martin jeanne|19800304"];
        await using var command = nation.Db.Registrations.Where(r => EF.Parameter(keys).Contains(r.BirthKey)).CreateDbCommand();

        Assert.Contains(await Plan.Of(command), s => s.Contains("registration_by_birth_key (nation_id=? AND birth_key=?)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jeanne martin")]
    [InlineData("martin jea")]
    [InlineData("martin")]
    [InlineData("dupont jeanne")]
    public async Task Whoever_uses_another_name_than_that_of_her_birth_is_found_by_both(string typed)
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(new("MARTIN", "JEANNE", "04/03/1980") { UsageName = "DUPONT" }, new("AUTRE", "MARC", "04/03/1980")));
        var jeanne = await nation.Db.People.SingleAsync(p => p.FirstName == "Jeanne", Ct);

        var list = await nation.Panel.Get("/people?view=all&q=" + Uri.EscapeDataString(typed));

        Assert.Equal([$"/people/{jeanne.Id}"], list.Document.QuerySelectorAll("th[scope=row] a").Select(a => a.GetAttribute("href")));
        list.Shows("1 person");
    }

    [Theory]
    [InlineData("Martin", "Dupont")]
    [InlineData("Dupont", "Martin")]
    public async Task Whoever_is_there_under_one_name_is_found_by_the_other_and_proposed_as_a_duplicate(string there, string comes)
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jeanne", there, new DateOnly(1980, 3, 4)), "jm@example.org");
        await nation.BringInRoll(RollFile.Reu(Three));
        var other = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Jeanne", comes, new DateOnly(1980, 3, 4)), "jd@example.org");
        await nation.RunFeed();

        var pair = await nation.Db.Duplicates.SingleAsync(Ct);
        Assert.Equal((known.Id, other.Id, "other_name,born", false), (pair.PersonId, pair.OtherPersonId, pair.Reasons, pair.IsSure));
        (await nation.Panel.Get("/duplicates")).Shows("another name of theirs on the roll");
        await nation.Panel.Submit($"/people/{known.Id}", new { }, action: "roll-objection");
        await nation.RunFeed();
        Assert.Empty(await nation.Db.Duplicates.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_commune_code_that_is_none_is_handed_back_with_its_line()
    {
        await using var nation = await app.NewNation();
        var trial = await nation.TryRoll(RollFile.Reu(new("A", "ANA", "01/01/1980"), new("B", "BOB", "01/01/1981") { Commune = "VALMO" }, new("C", "CLEO", "01/01/1982") { Commune = "26001", CommuneName = "Ailleurs" }, new("D", "DAN", "41/01/1982"), new("E", "EVE", "01/01/1983") { List = "XYZ" }));

        trial.Shows("Ailleurs (26001): 1 row · new to the campaign: first in line 4");
        trial.Shows("“VALMO” is not the code of a commune");
        trial.Shows("“41/01/1982” is not a date.");
        trial.Shows("“XYZ” is no list of the roll");
    }

    [Theory]
    [InlineData("ElectoralRoll", "ElectoralRoll")]
    [InlineData("OwnList", "ElectoralRoll")]
    [InlineData("ElectoralRoll", "LegitimateInterest")]
    public async Task A_roll_that_its_columns_do_not_tell_does_not_come_in_until_they_do(string kind, string basis)
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload("commune;liste;nom;prénoms;né le\nValmorin;LP;MARTIN;JEANNE;04/03/1980\n");

        var refused = await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Kind", kind), ("Answers.Basis", basis)), action: "columns");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        refused.Shows("An electoral roll comes in with the undertaking of art. L.37");
        // What the sentence asks for is enough.
        Assert.EndsWith("/roll", (await nation.Upload("code de l’UGLE;type de liste;nom de naissance;prénoms;date de naissance\n99420;LP;MARTIN;JEANNE;04/03/1980\n")).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_stands_under_L37_without_the_undertaking_does_not_begin()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload("nom;prénoms\nMARTIN;JEANNE\n");
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers, action: "columns")).Follow();
        await nation.Db.Imports.ExecuteUpdateAsync(s => s.SetProperty(i => i.Basis, Preau.Imports.Choices.LegalBasis.ElectoralRoll), Ct);

        var answer = await (await nation.Panel.Submit(trial.Path, new { })).Follow();

        answer.Shows("Say first where the file comes from and on what legal basis you hold it.");
        await nation.RunJobs();
        Assert.Equal(ImportState.Uploaded, (await nation.Db.Imports.SingleAsync(Ct)).State);
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }
}
