using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Electors;
using Preau.Imports;
using Preau.People;
using Preau.Tests.Imports;
using static Preau.Tests.Electors.Electors;

namespace Preau.Tests.Electors;

/// <summary>A newer roll is compared with the one before: what it changes is told before and after, and can be taken back.</summary>
public sealed class NextRollTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moved_struck_off_new_and_stations_are_told_before_and_after_and_an_undo_restores_all()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan, Eva, Finn));
        var before = await nation.Registrations();
        // Bob moves to another station, Cleo's station has another name, Dan is gone and his station with him, Finn comes from the other commune, Gil is new. Eva is on a list that this file does not hold.
        var next = RollFile.Reu(Ana with { Order = "77" }, Bob with { Station = "0002", StationName = "Gymnase municipal" }, Cleo with { StationName = "Gymnase municipal" }, Finn with { Commune = "99420", CommuneName = "Valmorin-sur-Lène", Station = "0004", StationName = "Crèche" }, new("GOLF", "GIL", "07/01/1980"));

        var trial = await nation.TryRoll(next, "2026-11-01");

        trial.Shows("New electors1 To another station1 To another commune1 On the roll again0 Struck off1 New stations1 Renamed stations1 Closed stations1 Reopened stations0");
        trial.Shows("Bob Bravo 99420 0001 → 99420 0002");
        Assert.Equal(before, await nation.Registrations());
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var import = await nation.Db.Imports.OrderByDescending(i => i.Id).FirstAsync(Ct);
        var roll = await nation.Db.ElectoralRolls.SingleAsync(r => r.ImportId == import.Id, Ct);
        Assert.Equal((1L, 1L, 1L, 0L, 1L), (roll.ListedCount, roll.MovedCount, roll.MovedCommuneCount, roll.ReturnedCount, roll.StruckOffCount));
        Assert.Equal("""
            Ana Alpha 1980-01-01 True 99420 0001École Jean-Macé 1 77 ALPHA//ANA/ 2026-09-30 
            Bob Bravo 1980-01-02 True 99420 0002Gymnase municipal 1 1 BRAVO//BOB/ 2026-09-30 
            Cleo Charlie 1980-01-03 True 99420 0002Gymnase municipal 1 1 CHARLIE//CLEO/ 2026-09-30 
            Dan Delta 1980-01-04 True 99420 0003Mairie 1 1 DELTA//DAN/ 2026-09-30 2026-11-01
            Eva Echo 1980-01-05 True 99420 0001École Jean-Macé 2 1 ECHO//EVA/ 2026-09-30 
            Finn Foxtrot 1980-01-06 True 99420 0004Crèche 1 1 FOXTROT//FINN/ 2026-09-30 
            Gil Golf 1980-01-07 True 99420 0001École Jean-Macé 1 1 GOLF//GIL/ 2026-11-01 
            station 26001 0001 École 0 
            station 99420 0001 École Jean-Macé 3 
            station 99420 0002 Gymnase municipal 2 
            station 99420 0003 Mairie 0 2026-11-01
            station 99420 0004 Crèche 1 
            """, await nation.Registrations());
        var page = await nation.Panel.Get($"/imports/{import.Id}");
        page.Shows("Struck off");
        page.Shows("The registration of 1 new elector goes, unless the file brought them in and they stay. 3 registrations that this roll moved, brought back or struck off become what they were. 3 polling stations go back to what they were, or go if they were made by this roll. Values that the file changed become what they were");
        (await nation.Panel.Get($"/imports/{import.Id}/roll/changes?kind=struck_off")).Shows("Dan Delta 99420 0003 Mairie");
        (await nation.Panel.Get($"/imports/{import.Id}/roll/changes?kind=moved")).Shows("Bob Bravo 99420 0001 École Jean-Macé 99420 0002 Gymnase municipal");
        (await nation.Panel.Get($"/imports/{import.Id}/roll/changes?kind=listed")).Shows("Gil Golf");
        var csv = (await nation.Panel.Get($"/imports/{import.Id}/roll/changes.csv")).Html;
        Assert.Contains("Struck off", csv, StringComparison.Ordinal);
        Assert.Contains("Finn", csv, StringComparison.Ordinal);
        var dan = await nation.Db.People.SingleAsync(p => p.LastName == "Delta", Ct);
        (await nation.Panel.Get($"/people/{dan.Id}")).Shows("Struck off: the list of 1 Nov 2026 does not name them any more.");
        Assert.Contains(await nation.Db.AuditEntries.Where(a => a.Action == "registration.struck_off").Select(a => a.Count).ToListAsync(Ct), c => c == 1);

        var undone = await nation.Undo(import.Id);
        Assert.Equal((ImportState.Undone, 0L), (undone.State, undone.KeptCount));
        Assert.Equal(before, await nation.Registrations());
        Assert.Equal(6, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task Who_comes_back_is_on_the_roll_again_and_a_part_of_a_list_strikes_nobody_off()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Dan));
        await nation.BringInRoll(RollFile.Reu(Ana, Bob), "2026-10-10");
        Assert.Equal(new DateOnly(2026, 10, 10), (await nation.Db.Registrations.SingleAsync(r => r.BirthName == "DELTA", Ct)).StruckOffOn);

        var third = await nation.BringInRoll(RollFile.Reu(Dan), "2026-11-01", whole: false);

        var roll = await nation.Db.ElectoralRolls.SingleAsync(r => r.ImportId == third.Id, Ct);
        Assert.Equal((1L, 0L), (roll.ReturnedCount, roll.StruckOffCount));
        Assert.Empty(await nation.Db.Registrations.Where(r => r.StruckOffOn != null).ToListAsync(Ct));
        // The station that had closed is open again.
        Assert.Null((await nation.Db.PollingStations.SingleAsync(s => s.Code == "0003", Ct)).ClosedOn);
        Assert.Equal(3, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task The_same_roll_again_changes_nothing_and_an_interrupted_one_goes_on()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan));
        var before = await nation.Registrations();

        var again = await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan));

        Assert.Equal((0L, 0L, 4L), (again.CreatedCount, again.ChangedCount, again.SameCount));
        Assert.Equal(before, await nation.Registrations());
        await nation.Undo(again.Id);
        Assert.Equal(before, await nation.Registrations());
    }

    [Fact]
    public async Task A_roll_that_is_stopped_between_two_batches_goes_on_as_if_nothing_had_happened()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan, Eva, Eva with { List = "LCE" }));
        var trial = await nation.TryRoll(RollFile.Reu(Eva, Ana, Bob with { Station = "0002" }, Cleo, Eva with { List = "LCE" }), "2026-11-01");
        var id = await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
        await nation.Panel.Submit(trial.Path, new { });

        var stopped = await nation.Services.GetRequiredService<RunImport>().Run(id, _ => nation.Services.GetRequiredService<ImportSteps>().Stop(id, Ct).GetAwaiter().GetResult(), Ct, batchSize: 2);
        Assert.Equal((ImportState.Cancelled, 2L), (stopped.State, stopped.Done));
        Assert.Empty(await nation.Db.Registrations.Where(r => r.StruckOffOn != null).ToListAsync(Ct));
        Assert.True(await nation.Services.GetRequiredService<ImportSteps>().GoOn(id, isRunHere: true, Ct));
        Assert.Equal(ImportState.Done, (await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct, batchSize: 2)).State);

        var roll = await nation.Db.ElectoralRolls.SingleAsync(r => r.ImportId == id, Ct);
        Assert.Equal((0L, 1L, 1L, 1L), (roll.ListedCount, roll.MovedCount, roll.StruckOffCount, roll.CollapsedCount));
        Assert.Equal(["DELTA"], await nation.Db.Registrations.Where(r => r.StruckOffOn != null).Select(r => r.BirthName).ToListAsync(Ct));
        Assert.Equal(6, (await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ECHO", Ct)).Lists);
    }

    [Fact]
    public async Task Two_rolls_at_once_leave_what_the_newer_one_says()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo));
        long[] ids = [await Begun(nation, RollFile.Reu(Ana, Bob), "2026-10-10"), await Begun(nation, RollFile.Reu(Ana, Cleo), "2026-10-11")];

        await Task.WhenAll(ids.Select(id => nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct, batchSize: 1)));

        Assert.All(await nation.Db.Imports.ToListAsync(Ct), i => Assert.Equal(ImportState.Done, i.State));
        Assert.Null((await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ALPHA", Ct)).StruckOffOn);
        Assert.Null((await nation.Db.Registrations.SingleAsync(r => r.BirthName == "CHARLIE", Ct)).StruckOffOn);
        Assert.Equal(3, await nation.Db.People.CountAsync(Ct));
    }

    private static async Task<long> Begun(TestNation nation, byte[] file, string listedOn)
    {
        var trial = await nation.TryRoll(file, listedOn);
        await nation.Panel.Submit(trial.Path, new { });
        return await nation.Db.Imports.MaxAsync(i => i.Id, Ct);
    }

    [Fact]
    public async Task Numbers_of_imports_tell_nothing_of_which_roll_is_newer()
    {
        await using var nation = await app.NewNation();
        var first = await nation.BringInRoll(RollFile.Reu(Ana, Dan));
        // Another process gave the first roll a number from a block far behind.
        var db = nation.Db;
        var roll = await db.ElectoralRolls.AsNoTracking().SingleAsync(Ct);
        db.Add(new Import { Id = 90_000, FileName = first.FileName, Path = "imports/none.csv", Encoding = first.Encoding, Delimiter = first.Delimiter, State = ImportState.Done, CreatedAt = first.CreatedAt });
        await db.SaveChangesAsync(Ct);
        db.Add(new ElectoralRoll { ImportId = 90_000, Authority = roll.Authority, ListedOn = roll.ListedOn, Undertaking = roll.Undertaking, AttestedBy = roll.AttestedBy, AttestedAt = roll.AttestedAt.AddMinutes(-1) });
        await db.SaveChangesAsync(Ct);
        await db.Registrations.ExecuteUpdateAsync(s => s.SetProperty(r => r.SeenImportId, 90_000L), Ct);

        await nation.BringInRoll(RollFile.Reu(Ana), "2026-11-01");

        var next = await nation.Db.Imports.Where(i => i.Id < 90_000).MaxAsync(i => i.Id, Ct);
        Assert.NotEqual(first.Id, next);
        Assert.Equal([(next, null), (90_000L, (DateOnly?)new DateOnly(2026, 11, 1))], (await nation.Db.Registrations.OrderBy(r => r.ElectorKey).Select(r => new { r.SeenImportId, r.StruckOffOn }).ToListAsync(Ct)).Select(r => (r.SeenImportId!.Value, r.StruckOffOn)));
    }

    [Fact]
    public async Task An_elector_of_the_union_who_leaves_one_of_two_lists_stays_on_the_other()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Eva, Eva with { List = "LCE" }, Ana));

        await nation.BringInRoll(RollFile.Reu(Ana with { List = "LCE", BirthName = "AUTRE" }, Eva with { List = "LCE" }), "2026-10-10");
        Assert.Equal(6, (await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ECHO", Ct)).Lists);
        await nation.BringInRoll(RollFile.Reu(Eva, Ana), "2026-10-11");
        var third = await nation.BringInRoll(RollFile.Reu(Eva, Bob with { List = "LCE" }), "2026-10-12");

        // The last file holds both complementary lists, and names her on one.
        Assert.Equal(2, (await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ECHO", Ct)).Lists);
        Assert.Null((await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ECHO", Ct)).StruckOffOn);
        await nation.Undo(third.Id);
        Assert.Equal(6, (await nation.Db.Registrations.SingleAsync(r => r.BirthName == "ECHO", Ct)).Lists);
    }

    [Fact]
    public async Task Whoever_objects_is_not_brought_back()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Bob", "Bravo", new DateOnly(1980, 1, 2)), "bob@example.org");
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan));
        var ana = await nation.Db.People.SingleAsync(p => p.LastName == "Alpha", Ct);
        var cleo = await nation.Db.People.SingleAsync(p => p.LastName == "Charlie", Ct);

        (await nation.Panel.Get($"/people/{ana.Id}")).Shows("their record is erased for good");
        await nation.Panel.Submit($"/people/{ana.Id}", new { }, action: "roll-objection");
        await nation.Panel.Submit($"/people/{known.Id}", new { }, action: "roll-objection");
        await nation.Services.GetRequiredService<ErasePerson>().Run(cleo.Id, Ct);
        Assert.Equal(["DELTA"], await nation.Db.Registrations.Select(r => r.BirthName).ToListAsync(Ct));
        Assert.Equal(["Bravo", "Delta"], await nation.Db.People.OrderBy(p => p.LastName).Select(p => p.LastName).ToListAsync(Ct));
        Assert.Equal([0L, 0L, 1L], await nation.Db.PollingStations.OrderBy(s => s.Code).Select(s => s.ElectorCount).ToListAsync(Ct));

        var again = await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan), "2026-11-01");

        Assert.Equal((0L, 3L), (again.CreatedCount, again.RefusedCount));
        Assert.Equal(3L, (await nation.Db.ElectoralRolls.SingleAsync(r => r.ImportId == again.Id, Ct)).ObjectedCount);
        Assert.All(await nation.Db.ImportRefusals.Where(r => r.ImportId == again.Id).ToListAsync(Ct), r => Assert.Equal("", r.RowText));
        (await nation.TryRoll(RollFile.Reu(Ana, Cleo))).Shows("Everybody in it objected to the use of the roll");
        Assert.False(await nation.Db.PersonAddresses.AnyAsync(a => a.PersonId == known.Id, Ct));

        (await nation.Panel.Get($"/people/{known.Id}")).Shows("Objected to the use of the roll");
        await nation.Panel.Submit($"/people/{known.Id}", new { }, action: "roll-objection");
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Dan), "2026-11-02");
        Assert.Equal(["BRAVO", "DELTA"], await nation.Db.Registrations.OrderBy(r => r.BirthName).Select(r => r.BirthName).ToListAsync(Ct));
    }

    [Fact]
    public async Task Of_an_elector_who_objects_stays_what_another_file_said()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob), tag: "liste 2026");
        var ana = await nation.Db.People.SingleAsync(p => p.LastName == "Alpha", Ct);
        Assert.True(await nation.Db.PersonTags.AnyAsync(t => t.PersonId == ana.Id, Ct));
        Assert.NotNull(ana.Sex);
        await nation.BringInBy(Encoding.UTF8.GetBytes($"first_name,last_name,born_at,employer\n{ana.FirstName},Alpha,{ana.BornOn:yyyy-MM-dd},Mairie\n"), "name_birth");

        (await nation.Panel.Get($"/people/{ana.Id}")).Shows("what they told the campaign themselves stays too");
        await nation.Panel.Submit($"/people/{ana.Id}", new { }, action: "roll-objection");

        var person = await nation.Db.People.SingleAsync(p => p.Id == ana.Id, Ct);
        Assert.Equal(("Mairie", false, null), (person.Employer, person.IsRollOnly, person.Sex));
        Assert.False(await nation.Db.PersonTags.AnyAsync(t => t.PersonId == ana.Id, Ct));
        Assert.False(await nation.Db.Registrations.AnyAsync(r => r.PersonId == ana.Id, Ct));
    }

    [Fact]
    public async Task Of_an_elector_who_objects_stays_what_a_visit_or_a_hand_added()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        var ana = await nation.Db.People.SingleAsync(p => p.LastName == "Alpha", Ct);
        var db = nation.Db;
        db.Add(new Note { PersonId = ana.Id, Text = "Opened the door", At = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);

        await nation.Panel.Submit($"/people/{ana.Id}", new { }, action: "roll-objection");

        Assert.Equal("Opened the door", (await nation.Db.Notes.SingleAsync(n => n.PersonId == ana.Id, Ct)).Text);
        Assert.False(await nation.Db.Registrations.AnyAsync(r => r.PersonId == ana.Id, Ct));
    }

    [Fact]
    public async Task Undoing_a_roll_takes_gaps_back_from_whoever_objected_since_and_its_papers_say_nothing_of_them()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Bob", "Bravo", new DateOnly(1980, 1, 2)), "bob@example.org");
        var roll = await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        Assert.NotNull((await nation.Db.People.SingleAsync(p => p.Id == known.Id, Ct)).Sex);

        await nation.Panel.Submit($"/people/{known.Id}", new { }, action: "roll-objection");

        var touches = (await nation.Db.ImportTouches.SingleAsync(t => t.PersonId == known.Id, Ct)).Touches;
        Assert.DoesNotContain("BRAVO", touches, StringComparison.Ordinal);
        Assert.DoesNotContain("Lavoirs", touches, StringComparison.Ordinal);
        await nation.Undo(roll.Id);
        Assert.Null((await nation.Db.People.SingleAsync(p => p.Id == known.Id, Ct)).Sex);
    }

    [Fact]
    public async Task Whoever_is_erased_before_the_first_roll_does_not_come_with_it()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn) = ("Bob", "Bravo", new DateOnly(1980, 1, 2)), "bob@example.org");
        await nation.Services.GetRequiredService<ErasePerson>().Run(known.Id, Ct);

        var import = await nation.BringInRoll(RollFile.Reu(Ana, Bob));

        Assert.Equal((1L, 1L), (import.CreatedCount, import.RefusedCount));
        Assert.Equal(["ALPHA"], await nation.Db.Registrations.Select(r => r.BirthName).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_refused_row_keeps_neither_place_of_birth_nor_nationality()
    {
        await using var nation = await app.NewNation();

        var import = await nation.BringInRoll(RollFile.Reu(Ana, Bob with { List = "XYZ" }));

        var text = (await nation.Db.ImportRefusals.SingleAsync(r => r.ImportId == import.Id, Ct)).RowText;
        Assert.Contains("BRAVO", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NAISSANCEVILLE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Française", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_rows_that_come_back_are_taken_for_a_part_of_the_list()
    {
        await using var nation = await app.NewNation();
        var import = await nation.BringInRoll(RollFile.Reu(Ana, Bob with { List = "XYZ" }));
        var refused = await nation.Panel.Get($"/imports/{import.Id}/refused.csv");

        var again = await nation.Upload(System.Text.Encoding.UTF8.GetBytes(refused.Html), "refused.csv");
        var whole = await nation.Upload(RollFile.Reu(Ana), "roll.csv");

        Assert.EndsWith("/roll", again.Path, StringComparison.Ordinal);
        Assert.False(again.Document.QuerySelector("input[type=checkbox][name='Form.IsComplete']")!.HasAttribute("checked"));
        Assert.True(whole.Document.QuerySelector("input[type=checkbox][name='Form.IsComplete']")!.HasAttribute("checked"));
    }

    [Theory]
    [InlineData("libellé nationalité")]
    [InlineData("NomComNaissance")]
    [InlineData("pays_de_naissance")]
    public void What_no_roll_may_be_kept_by_is_offered_as_no_field_of_an_ordinary_table(string header) => Assert.Equal(Targets.Skip, Targets.Guess(header, keepUnknown: true));
}
