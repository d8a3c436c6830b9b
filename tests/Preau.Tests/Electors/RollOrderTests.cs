using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;
using Preau.Tests.Imports;
using static Preau.Tests.Electors.Electors;

namespace Preau.Tests.Electors;

/// <summary>Which of two rolls has the say is told by the day of which each is, never by the order in which they come or are numbered; and what a roll could not read strikes nobody off.</summary>
public sealed class RollOrderTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_roll_strikes_off_even_when_its_import_has_the_smaller_number()
    {
        await using var nation = await app.NewNation();
        var ids = app.Services.GetRequiredService<IdBlocks>();
        ids.Reserve(nation.Facts.Id, "import", 40);
        var first = await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo));
        // The next one comes by another process, whose block was given out before.
        while (ids.Next(nation.Facts.Id, "import") < 60) { }
        await nation.Db.Database.ExecuteSqlAsync($"update id_block set next_id = 1 where nation_id = {nation.Facts.Id.Value} and table_name = 'import'", Ct);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var trial = await nation.TryRoll(RollFile.Reu(Ana, Cleo with { Station = "0001" }, Ana), "2026-11-01");
        trial.Shows("Struck off1");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var second = await nation.Db.Imports.OrderBy(i => i.Id).FirstAsync(Ct);
        Assert.True(second.Id < first.Id);
        Assert.Equal((ImportState.Done, 0L), (second.State, second.RefusedCount));
        Assert.Equal("BRAVO 2026-11-01", await StruckOff(nation));
        Assert.All(await nation.Db.Registrations.Where(r => r.StruckOffOn == null).ToListAsync(Ct), r => Assert.Equal(second.Id, r.SeenImportId));
        // Nor does the greater number make the first one the later.
        Assert.Equal(ImportState.Done, (await UndoRefused(nation, first.Id)).State);
        Assert.Equal(ImportState.Undone, (await nation.Undo(second.Id)).State);
        Assert.Equal("", await StruckOff(nation));
    }

    [Fact]
    public async Task Whoever_may_be_in_a_refused_row_is_not_struck_off()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo, Finn, Gus));

        // Bob's birthday cannot be read; Gus is not named at all.
        var trial = await nation.TryRoll(RollFile.Reu(Ana, Bob with { Born = "41/01/1980" }, Finn), "2026-10-10");
        trial.Shows("Struck off1");
        trial.Shows("Rows would be refused. Whoever is missing may be in them");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal("GOLF 2026-10-10", await StruckOff(nation));
        var import = await nation.Db.Imports.OrderByDescending(i => i.Id).FirstAsync(Ct);
        (await nation.Panel.Get($"/imports/{import.Id}")).Shows("Rows were refused. Whoever is missing may be in them");
        Assert.Null((await nation.Db.PollingStations.SingleAsync(s => s.Code == "0002", Ct)).ClosedOn);

        // Of a row that does not even say its commune, anybody may be the one.
        await nation.BringInRoll(RollFile.Reu(Ana, Bob with { Commune = "?" }, Gus), "2026-10-11");
        Assert.Equal("", await StruckOff(nation));
    }

    [Theory]
    [InlineData("\"BRAVO\";", "")]
    [InlineData("\"BRAVO\";", "\"BRAVO\";\"x\";")]
    public async Task Whoever_may_be_in_a_row_that_is_no_row_of_the_roll_is_not_struck_off(string said, string broken)
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo));

        var file = Encoding.UTF8.GetString(RollFile.Reu(Ana, Bob)).Replace(said, broken, StringComparison.Ordinal);
        var trial = await nation.TryRoll(Encoding.UTF8.GetBytes(file), "2026-10-10");
        trial.Shows("Struck off0");
        trial.Shows("Rows would be refused. Whoever is missing may be in them");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        Assert.Equal("", await StruckOff(nation));
        var import = await nation.Db.Imports.OrderByDescending(i => i.Id).FirstAsync(Ct);
        (await nation.Panel.Get($"/imports/{import.Id}")).Shows("Rows were refused. Whoever is missing may be in them");
        var kept = (await nation.Db.ImportRefusals.SingleAsync(r => r.ImportId == import.Id, Ct)).RowText;
        Assert.DoesNotContain("Française", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("BOB", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_roll_changes_nothing_of_what_a_newer_one_says()
    {
        await using var nation = await app.NewNation();
        await nation.BringInRoll(RollFile.Reu(Ana, Bob, Cleo));
        await nation.BringInRoll(RollFile.Reu(Ana with { Station = "0002", StationName = "Gymnase" }, Bob, Finn), "2026-11-01");
        var before = await nation.Registrations();

        // Cleo is struck off, Finn has moved away, Gus is not on the newer one; of the other commune, Ivo is.
        var ivo = Finn with { BirthName = "INDIA", GivenNames = "IVO", Commune = "26002" };
        var trial = await nation.TryRoll(RollFile.Reu(Ana, Cleo, Gus with { Commune = "99420" }, Finn with { Commune = "26002" }, ivo), "2026-10-10");
        trial.Shows("A newer list that is in already names this elector");
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();

        var import = await nation.Db.Imports.OrderByDescending(i => i.Id).FirstAsync(Ct);
        Assert.Equal((ImportState.Done, 1L, 0L, 4L), (import.State, import.CreatedCount, import.ChangedCount, import.RefusedCount));
        var after = (await nation.Registrations()).Split('\n');
        Assert.Equal(before.Split('\n'), after.Where(l => !l.Contains("26002", StringComparison.Ordinal)));
        Assert.All(await nation.Db.ImportRefusals.Where(r => r.ImportId == import.Id).ToListAsync(Ct), r => Assert.Equal("", r.RowText));
    }

    [Fact]
    public async Task A_roll_on_which_a_later_one_stands_is_not_undone_before_it()
    {
        await using var nation = await app.NewNation();
        var first = await nation.BringInRoll(RollFile.Reu(Ana, Bob));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var elsewhere = await nation.BringInRoll(RollFile.Reu(Finn), "2026-10-10");
        Assert.Contains("undoing", (await nation.Panel.Get($"/imports/{first.Id}")).Html, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await nation.BringInRoll(RollFile.Reu(Ana, Cleo), "2026-11-01");
        var before = await nation.Registrations();

        Assert.Equal(ImportState.Done, (await UndoRefused(nation, first.Id)).State);
        Assert.Equal(before, await nation.Registrations());

        Assert.Equal(ImportState.Undone, (await nation.Undo(elsewhere.Id)).State);
        Assert.Equal(ImportState.Undone, (await nation.Undo(second.Id)).State);
        Assert.Equal(ImportState.Undone, (await nation.Undo(first.Id)).State);
        Assert.Empty(await nation.Db.Registrations.ToListAsync(Ct));
    }

    private static async Task<Import> UndoRefused(TestNation nation, long id)
    {
        var page = await nation.Panel.Get($"/imports/{id}");
        page.Shows("A later roll of the same communes stands on this one. It cannot be undone before that one is:");
        Assert.DoesNotContain("/undoing", page.Html, StringComparison.Ordinal);
        // Not by a page that was open before, either.
        await nation.Panel.PostFrom("/imports/new", $"/imports/{id}/undoing", new { });
        await nation.RunJobs();
        return await nation.Import(id);
    }

    private static async Task<string> StruckOff(TestNation nation) => string.Join(", ", (await nation.Db.Registrations.Where(r => r.StruckOffOn != null).OrderBy(r => r.BirthName).ToListAsync(Ct)).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.BirthName} {r.StruckOffOn:yyyy-MM-dd}")));
}
