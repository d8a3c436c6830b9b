using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Duplicates;
using Preau.Electors.Votes;
using Preau.Imports;
using Preau.Nations;
using Preau.People;
using Preau.Segments;
using Preau.Tests.Imports;

namespace Preau.Tests.Electors;

/// <summary>Voter files say who is registered with which party, and who voted when; never for whom.</summary>
public sealed class VoteTests(PreauApp app) : IClassFixture<PreauApp>
{
    private const string Voters = "county_id\tvoter_reg_num\tncid\tlast_name\tfirst_name\tmiddle_name\tstatus_cd\tres_street_address\tres_city_desc\tstate_cd\tzip_code\tmail_addr1\tmail_addr2\tmail_city\tmail_state\tmail_zipcode\tfull_phone_number\tregistr_dt\trace_code\tethnic_code\tparty_cd\tgender_code\tbirth_year\tprecinct_abbrv\tprecinct_desc\tward_abbrv\n"
        + "1\t000001\tAA1\tPOE\tADA\tMAY\tA\t1 MAIN ST  \tGRAHAM\tNC\t27253\tPO BOX 1\t\tGRAHAM\tNC\t27253\t\t05/17/2012\tW\tNL\tDEM\tF\t1980\t03N\tNORTH\tW1\n"
        + "1\t000002\tAA2\tROE\tBEN\t\tI\t2 MAIN ST\tGRAHAM\tNC\t27253\t\t\t\t\t\t2025550142\t02/28/2020\tB\tNL\tUNA\tM\t1975\t03S\tSOUTH\tW1\n";

    private const string Ballots = "county_id\tcounty_desc\tvoter_reg_num\telection_lbl\telection_desc\tvoting_method\tvoted_party_cd\tvoted_party_desc\tpct_label\tpct_description\tncid\tvoted_county_id\tvoted_county_desc\tvtd_label\tvtd_description\n"
        + "1\tALAMANCE\t000001\t11/03/2020\t11/03/2020 GENERAL\tABSENTEE ONESTOP\tDEM\tDEMOCRATIC\t03N\tNORTH\tAA1\t1\tALAMANCE\t03N\tNORTH\n"
        + "1\tALAMANCE\t000001\t05/17/2022\t05/17/2022 PRIMARY\tIN-PERSON\tDEM\tDEMOCRATIC\t03N\tNORTH\tAA1\t1\tALAMANCE\t03N\tNORTH\n"
        + "1\tALAMANCE\t000002\t11/03/2020\t11/03/2020 GENERAL\tIN-PERSON\tUNA\tUNAFFILIATED\t03S\tSOUTH\tAA2\t1\tALAMANCE\t03S\tSOUTH\n"
        + "1\tALAMANCE\t000009\t11/03/2020\t11/03/2020 GENERAL\tIN-PERSON\tUNA\tUNAFFILIATED\t03S\tSOUTH\tAA9\t1\tALAMANCE\t03S\tSOUTH\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_voter_file_of_north_carolina_comes_in_without_anybody_matching_columns()
    {
        await using var nation = await American();
        var columns = await nation.Upload(Voters);
        columns.Shows("This file has all columns of “North Carolina: voter file (ncvoter)”.");
        var import = await nation.Db.Imports.SingleAsync(Ct);
        Assert.DoesNotContain(import.Targets().Keys, c => c is "race_code" or "ethnic_code" or "birth_year" or "ward_abbrv" or "county_id");
        // A register, so that whoever cannot be reached is known by it alone.
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Kind", "ElectoralRoll"), ("Answers.Basis", "Other"), ("Answers.BasisText", "Public record of North Carolina")), action: "columns")).Follow();
        trial.Shows("New people2");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal((2L, 0L), (await nation.Import(import.Id) is var done ? (done.CreatedCount, done.RefusedCount) : default));
        var ada = await nation.Db.People.SingleAsync(p => p.FirstName == "ADA", Ct);
        Assert.Equal((true, Sex.Female), (ada.IsRollOnly, ada.Sex));
        Assert.False(await nation.Db.People.Where(p => p.FirstName == "BEN").Select(p => p.IsRollOnly).SingleAsync(Ct));
        var facts = await nation.Db.VoterFacts.SingleAsync(f => f.PersonId == ada.Id, Ct);
        Assert.Equal(("DEM", new DateOnly(2012, 5, 17), true, "03N", "NORTH"), (facts.Party, facts.RegisteredOn, facts.IsActive, facts.PrecinctCode, facts.PrecinctName));
        Assert.Equal("AA1", await nation.Db.PersonExternalIds.Where(e => e.PersonId == ada.Id && e.Source == "state_file").Select(e => e.Value).SingleAsync(Ct));
        (await nation.Panel.Get($"/people/{ada.Id}")).Shows("PartyDEM");
        Assert.Empty(await nation.Db.CustomFields.ToListAsync(Ct));
    }

    [Fact]
    public async Task Its_history_finds_people_by_their_number_adds_ballots_and_is_undone()
    {
        await using var nation = await American();
        await nation.BringIn(Voters);

        var id = await nation.BringIn(Ballots);

        var import = await nation.Import(id);
        Assert.Equal((0L, 3L, 1L), (import.CreatedCount, import.ChangedCount, import.RefusedCount));
        Assert.Equal("Nobody here has the numbers of this row, and a voter history brings nobody in.", await nation.Db.ImportRefusals.Where(r => r.ImportId == id).Select(r => r.Reason).SingleAsync(Ct));
        Assert.Equal(["2020-11-03 GENERAL", "2022-05-17 PRIMARY"], await Elections(nation));
        var ada = await nation.Db.People.SingleAsync(p => p.FirstName == "ADA", Ct);
        var profile = await nation.Panel.Get($"/people/{ada.Id}");
        profile.Shows("Ballots 17 May 2022, Primary IN-PERSON · DEM 3 November 2020, General ABSENTEE ONESTOP · DEM");
        profile.Shows("Voted: 17 May 2022, Primary");
        // The same file again says nothing new.
        var again = await nation.Import(await nation.BringIn(Ballots));
        Assert.Equal((0L, 3L), (again.ChangedCount, again.SameCount));

        var undone = await nation.Undo(id);

        Assert.Equal(ImportState.Undone, undone.State);
        Assert.Empty(await nation.Db.Ballots.ToListAsync(Ct));
        Assert.Empty(await Elections(nation));
        Assert.Equal(2, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_history_of_nationbuilder_lands_by_signup_and_by_guid_and_changes_no_name()
    {
        string[] headers = ["signup_id", "voter_guid", "first_name", "last_name", "election_country", "election_state", "election_at", "ballot_vote_method", "ballot_party", "ballot_cast_at"];
        if (RealData.NationBuilderColumns("voter_history_export_2016.header.csv") is { } real) Assert.Equal(real, headers);
        await using var nation = await American();
        await nation.BringIn("nationbuilder_id,nbec_guid,first_name,last_name\n7,g-7,Ann,Oakley\n8,g-8,Bo,Birch\n");

        var id = await nation.BringIn(string.Join(',', headers) + "\n'7,,Anne,OAKLEY,US,OH,11/08/2016,absentee,D,10/31/2016\n,g-8,Bo,Birch,US,OH,11/08/2016,,,\n7,g-8,Ann,Oakley,US,OH,11/08/2016,,,\n7,,Ann,Oakley,US,OH,,poll,,\n");

        var import = await nation.Import(id);
        Assert.Equal((2L, 2L), (import.ChangedCount, import.RefusedCount));
        Assert.Equal(["The numbers of the row belong to different people, one of them by “g-8”.", "The row does not say on which day its election was."], await nation.Db.ImportRefusals.OrderBy(r => r.Line).Select(r => r.Reason).ToListAsync(Ct));
        Assert.Equal(["Ann", "Bo"], await nation.Db.People.OrderBy(p => p.FirstName).Select(p => p.FirstName).ToListAsync(Ct));
        var ballot = await nation.Db.Ballots.SingleAsync(b => b.Method != "", Ct);
        Assert.Equal(("absentee", "D", new DateOnly(2016, 10, 31)), (ballot.Method, ballot.Party, ballot.CastOn));
        Assert.Equal("US-OH", await nation.Db.Elections.Select(e => e.Place).SingleAsync(Ct));
    }

    [Fact]
    public async Task Party_and_voting_facts_come_from_a_people_export_leave_in_it_and_are_undone()
    {
        const string Columns = "nationbuilder_id,first_name,last_name,party,previous_party,registered_at,is_active_voter,is_early_voter,is_absentee_voter,is_permanent_absentee_voter,precinct_name,precinct_code\n";
        await using var nation = await American();
        await nation.BringIn(Columns + "7,Ann,Oakley,D,R,01/31/2019 05:12 PM,true,false,true,false,Ward 3,'0031\n");
        var second = await nation.BringIn(Columns + "7,Ann,Oakley,I,,01/31/2019,false,,,,,\n");
        Assert.Equal("I", await nation.Db.VoterFacts.Select(f => f.Party).SingleAsync(Ct));

        await nation.Undo(second);

        var lines = (await nation.Panel.Get("/imports/nationbuilder.csv")).Html.Split('\n');
        var (header, row) = (lines[0].TrimEnd('\r').Split(','), lines[1].TrimEnd('\r').Split(','));
        string Cell(string name) => row[Array.IndexOf(header, name)];
        Assert.Equal("D|R|01/31/2019|true|false|true|false|Ward 3|'0031", string.Join('|', Columns.Trim().Split(',')[3..].Select(Cell)));
        var bad = await nation.Import(await nation.BringIn(Columns + "7,Ann,Oakley,I,,soon,,,,,,\n8,Bo,Birch,,,,perhaps,,,,,\n"));
        Assert.Equal(2, bad.RefusedCount);
    }

    [Theory]
    [InlineData("voted", "in", "first", "ann bo")]
    [InlineData("voted", "not_in", "second", "bo cy")]
    [InlineData("voted", "never", "", "cy")]
    [InlineData("voted_often", "at_least", "2/2", "ann")]
    [InlineData("voted_often", "at_least", "1/2", "ann bo")]
    [InlineData("voted_often", "at_least", "1/1", "ann")]
    [InlineData("voted_often", "less", "1/1", "bo cy")]
    [InlineData("voter_party", "is", "d", "ann")]
    [InlineData("voter_flag", "is", "is_absentee", "ann")]
    [InlineData("voter_flag", "is_not", "is_absentee", "bo")]
    [InlineData("voter_registered", "before", "2015-01-01", "ann")]
    [InlineData("precinct", "is", "03N", "ann")]
    [InlineData("on_roll", "yes", "", "ann bo")]
    [InlineData("on_roll", "no", "", "cy")]
    [InlineData("on_roll", "struck_off", "", "cy")]
    [InlineData("on_roll", "since", "2026-01-01", "bo")]
    [InlineData("polling_station", "is", "station", "ann")]
    [InlineData("polling_station", "none", "", "bo")]
    [InlineData("roll_commune", "is", "99420", "ann bo")]
    [InlineData("roll_list", "is", "european", "bo")]
    public async Task Votes_and_the_roll_choose_people(string field, string asked, string value, string found)
    {
        await using var nation = await app.NewNation();
        var (ann, bo, cy) = (await nation.Seeds.Person(), await nation.Seeds.Person(), await nation.Seeds.Person());
        var db = nation.Db;
        var (first, second) = (new Election { HeldOn = new(2020, 11, 3) }, new Election { HeldOn = new(2022, 5, 17) });
        var station = new Preau.Electors.PollingStation { CommuneCode = "99420", CommuneName = "V", Code = "0001", CodeKey = "1", Name = "École" };
        db.AddRange(first, second, station);
        db.AddRange(new Ballot { PersonId = ann.Id, ElectionId = first.Id }, new Ballot { PersonId = ann.Id, ElectionId = second.Id }, new Ballot { PersonId = bo.Id, ElectionId = first.Id });
        db.AddRange(new VoterFacts { PersonId = ann.Id, Party = "D", IsAbsentee = true, RegisteredOn = new(2012, 1, 1), PrecinctCode = "03N" }, new VoterFacts { PersonId = bo.Id, Party = "R", IsAbsentee = false, RegisteredOn = new(2016, 1, 1) });
        db.AddRange(Listed(ann.Id, station.Id, 1, new(2020, 1, 1), null), Listed(bo.Id, null, 6, new(2026, 2, 2), null), Listed(cy.Id, station.Id, 1, new(2020, 1, 1), new(2026, 1, 1)));
        await db.SaveChangesAsync(Ct);

        var given = value switch { "first" => Number(first.Id), "second" => Number(second.Id), "station" => Number(station.Id), _ => value };
        var tree = new SegmentGroup(Joining.All, [new SegmentCondition(field, asked, given.Length == 0 ? [] : [given])]);
        var services = nation.Services;
        var catalogue = await services.GetRequiredService<SegmentFields>().Catalogue(Ct);
        Assert.Empty(catalogue.Check(tree));
        // What the authorities' files tell chooses nobody for a mail.
        Assert.True(catalogue.Traits(tree).HasFlag(FieldTraits.Roll));
        var members = await services.GetRequiredService<SegmentMembers>().Page(tree, null, Ct);
        var names = new Dictionary<long, string> { [ann.Id] = "ann", [bo.Id] = "bo", [cy.Id] = "cy" };
        Assert.Equal(found, string.Join(' ', members.Select(m => names[m.Id]).Order()));
    }

    [Fact]
    public async Task Two_records_of_one_elector_become_one_and_two_again()
    {
        await using var nation = await app.NewNation();
        var (one, two) = (await nation.Seeds.Person(p => p.LastName = "Martin"), await nation.Seeds.Person(p => p.LastName = "Martin"));
        var db = nation.Db;
        var (first, second) = (new Election { HeldOn = new(2020, 11, 3) }, new Election { HeldOn = new(2022, 5, 17) });
        var station = new Preau.Electors.PollingStation { CommuneCode = "99420", CommuneName = "V", Code = "0001", CodeKey = "1", Name = "École", ElectorCount = 2 };
        db.AddRange(first, second, station);
        db.AddRange(new Ballot { PersonId = one.Id, ElectionId = first.Id, Method = "post" }, new Ballot { PersonId = two.Id, ElectionId = first.Id, Method = "poll" }, new Ballot { PersonId = two.Id, ElectionId = second.Id });
        db.AddRange(new VoterFacts { PersonId = one.Id, Party = "D" }, new VoterFacts { PersonId = two.Id, Party = "R" });
        db.AddRange(Listed(one.Id, station.Id, 1, new(2020, 1, 1), null), Listed(two.Id, station.Id, 2, new(2021, 1, 1), null));
        await db.SaveChangesAsync(Ct);
        var before = await State(nation);

        var merge = Assert.IsType<MergeOutcome.Done>(await nation.Services.GetRequiredService<MergePeople>().Run(one.Id, two.Id, new Dictionary<string, Side>(), null, Ct));
        Assert.Equal((2, 1, 1), (await nation.Db.Ballots.CountAsync(Ct), await nation.Db.VoterFacts.CountAsync(Ct), await nation.Db.Registrations.CountAsync(Ct)));
        Assert.Equal(1, (await nation.Db.PollingStations.SingleAsync(Ct)).ElectorCount);
        Assert.IsType<UnmergeOutcome.Done>(await nation.Services.GetRequiredService<UnmergePeople>().Run(merge.MergeId, Ct));
        Assert.Equal(before, await State(nation));

        await nation.Services.GetRequiredService<ErasePerson>().Run(one.Id, Ct);
        Assert.Equal(0, await nation.Db.Ballots.CountAsync(b => b.PersonId == one.Id, Ct));
        Assert.Equal((1, 1L), (await nation.Db.Registrations.CountAsync(Ct), (await nation.Db.PollingStations.SingleAsync(Ct)).ElectorCount));
        var file = (await nation.Panel.Get($"/people/{two.Id}/file")).Html;
        Assert.Contains("2020-11-03", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_of_the_united_kingdom_is_offered_its_template()
    {
        await using var nation = await Of("GB");
        var columns = await nation.Upload("Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,Elector Forename,PostCode,Address1,Address2,Address3,Address4,Address5,Address6\nBW1,12,0,,,Oakley,Ann,E1 1AA,1 Foo Road,,London,,,\n");
        columns.Shows("This file has all columns of “United Kingdom: register of electors”.");
        await nation.Panel.Submit(columns.Path, ImportDoor.With(("Answers.Kind", "ElectoralRoll")), action: "columns");
        await nation.Panel.Submit($"/imports/{await nation.Db.Imports.Select(i => i.Id).SingleAsync(Ct)}/trial", new { });
        await nation.RunJobs();

        var person = await nation.Db.People.SingleAsync(Ct);
        Assert.Equal(("Ann", "Oakley", true), (person.FirstName, person.LastName, person.IsRollOnly));
        Assert.Equal("BW1", await nation.Db.VoterFacts.Select(f => f.PrecinctCode).SingleAsync(Ct));
    }

    private static Preau.Electors.Registration Listed(long person, long? station, int lists, DateOnly since, DateOnly? struck) => new()
    {
        PersonId = person, CommuneCode = "99420", PollingStationId = station, Lists = lists, BirthName = "MARTIN", GivenNames = "A", ElectorKey = Number(person), SinceOn = since, StruckOffOn = struck,
    };

    private static async Task<string> State(TestNation nation) => string.Join('\n', ((string[])
        [
            .. (await nation.Db.Ballots.ToListAsync(Ct)).Select(b => $"{b.PersonId} {b.ElectionId} {b.Method}"), .. (await nation.Db.VoterFacts.ToListAsync(Ct)).Select(b => $"{b.PersonId} {b.Party}"),
            .. (await nation.Db.Registrations.ToListAsync(Ct)).Select(b => $"{b.PersonId} {b.Lists} {b.SinceOn}"), .. (await nation.Db.PollingStations.ToListAsync(Ct)).Select(b => $"{b.Id} {b.ElectorCount}"),
        ]).Order(StringComparer.Ordinal));

    private static async Task<List<string>> Elections(TestNation nation) => (await nation.Db.Elections.OrderBy(e => e.HeldOn).ToListAsync(Ct)).ConvertAll(e => $"{e.HeldOn:yyyy-MM-dd} {e.Name}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<TestNation> American() => Of("US");

    private async Task<TestNation> Of(string country)
    {
        var nation = await app.NewNation();
        await nation.Db.Nations.Where(n => n.Id == nation.Facts.Id.Value).ExecuteUpdateAsync(s => s.SetProperty(n => n.Country, country), Ct);
        app.Services.GetRequiredService<NationDirectory>().Forget();
        return nation;
    }
}
