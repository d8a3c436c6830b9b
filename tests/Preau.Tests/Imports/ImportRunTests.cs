using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;
using Preau.Jobs;
using Preau.Law;
using Preau.People;

namespace Preau.Tests.Imports;

/// <summary>What happens around a run: clicked twice, stopped, taken back, two at once.</summary>
public sealed class ImportRunTests(PreauApp app) : IClassFixture<PreauApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_code_of_a_commune_goes_with_the_town_and_comes_back_with_the_undo()
    {
        await using var nation = await app.NewNation();
        await nation.BringIn("email,adresse,code postal,ville\nann@example.org,1 rue Neuve,75011,Paris\n");
        await nation.Db.PersonAddresses.ExecuteUpdateAsync(s => s.SetProperty(a => a.CityCode, "75111"), Ct);

        await nation.BringIn("email,adresse,code postal,ville\nann@example.org,2 rue Neuve,75011,PARIS\n");
        var stays = await nation.Db.PersonAddresses.SingleAsync(Ct);
        Assert.Equal(("2 rue Neuve", "75111"), (stays.Line1, stays.CityCode));
        var moved = await nation.BringIn("email,adresse,code postal,ville\nann@example.org,3 rue Neuve,69003,Lyon\n");
        Assert.Null((await nation.Db.PersonAddresses.SingleAsync(Ct)).CityCode);

        await nation.Undo(moved);
        Assert.Equal("75111", (await nation.Db.PersonAddresses.SingleAsync(Ct)).CityCode);
    }

    [Fact]
    public async Task A_start_that_is_clicked_twice_begins_once()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload(ImportDoor.People(3));
        var trial = await (await nation.Panel.Submit(columns.Path, ImportDoor.Answers)).Follow();

        await Task.WhenAll(Post(nation, trial, trial.Path), Post(nation, trial, trial.Path));

        Assert.Equal(1, await nation.Db.Set<JobRow>().CountAsync(j => j.Kind == nameof(ApplyImport) && j.OwnerId == nation.Facts.Id.Value, Ct));
        await nation.RunJobs();
        Assert.Equal(3, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(HttpStatusCode.Redirect, (await Post(nation, trial, trial.Path)).Status);
        Assert.Equal(ImportState.Done, (await nation.Db.Imports.SingleAsync(Ct)).State);
    }

    [Fact]
    public async Task Two_imports_at_once_make_nobody_twice()
    {
        await using var nation = await app.NewNation();
        var (first, second) = (await nation.Begin(ImportDoor.People(300)), await nation.Begin(ImportDoor.People(400)));

        await Task.WhenAll(Run(nation, first), Run(nation, second));

        Assert.Equal(400, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(400, await nation.Db.PersonEmails.Select(e => e.EmailKey).Distinct().CountAsync(Ct));
        Assert.Equal([ImportState.Done, ImportState.Done], await nation.Db.Imports.Select(i => i.State).ToListAsync(Ct));
    }

    [Fact]
    public async Task An_import_that_runs_twice_at_once_takes_each_row_once()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(500));

        await Task.WhenAll(Run(nation, id), Run(nation, id));
        await Run(nation, id);

        var import = await nation.Import(id);
        Assert.Equal((500L, 500L, 0L, ImportState.Done), (import.Done, import.CreatedCount, import.SameCount, import.State));
    }

    [Fact]
    public async Task A_fault_of_the_program_ends_the_import_with_a_sentence_and_a_way_on()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(3));
        var mapping = (await nation.Import(id)).Mapping;
        await nation.Db.Imports.ExecuteUpdateAsync(s => s.SetProperty(i => i.Mapping, "nonsense"), Ct);

        await nation.RunJobs();

        var broken = await nation.Import(id);
        Assert.Equal(ImportState.Failed, broken.State);
        Assert.StartsWith("A fault of the program stopped this import", broken.Problem, StringComparison.Ordinal);
        Assert.Equal(JobState.Dead, await nation.Db.Set<JobRow>().Where(j => j.Kind == nameof(ApplyImport) && j.OwnerId == nation.Facts.Id.Value).Select(j => j.State).SingleAsync(Ct));
        await nation.Db.Imports.ExecuteUpdateAsync(s => s.SetProperty(i => i.Mapping, mapping), Ct);
        await nation.Panel.Submit($"/imports/{id}", new { }, action: "continuation");
        await nation.RunJobs();
        Assert.Equal((ImportState.Done, 3L, null), await nation.Import(id) is var done ? (done.State, done.CreatedCount, done.Problem) : default);
    }

    [Fact]
    public async Task An_import_that_nobody_runs_any_more_is_ended_after_a_day()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(3));
        await nation.Db.Set<JobRow>().Where(j => j.Kind == nameof(ApplyImport) && j.OwnerId == nation.Facts.Id.Value).ExecuteDeleteAsync(Ct);
        var forget = nation.Services.GetRequiredService<IHandle<ForgetFiles>>();
        await forget.Run(new ForgetFiles(), Ct);
        Assert.Equal(ImportState.Running, (await nation.Import(id)).State);

        app.Clock.Advance(TimeSpan.FromHours(25));
        await forget.Run(new ForgetFiles(), Ct);

        var ended = await nation.Import(id);
        Assert.Equal(ImportState.Failed, ended.State);
        Assert.StartsWith("Nothing has been brought in for a day", ended.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_trial_failed_makes_its_fields_when_it_goes_on()
    {
        await using var nation = await app.NewNation();
        var columns = await nation.Upload("nom,email,Quartier\nNom,a@example.org,Centre\n"u8.ToArray());
        await nation.Panel.Submit(columns.Path, ImportDoor.Answers);
        await nation.Db.Imports.ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Failed).SetProperty(i => i.Done, 0), Ct);
        var id = await nation.Db.Imports.Select(i => i.Id).SingleAsync(Ct);

        await nation.Panel.Submit($"/imports/{id}", new { }, action: "continuation");
        await nation.RunJobs();

        Assert.Equal(ImportState.Done, (await nation.Import(id)).State);
        Assert.Equal("Centre", (await nation.Db.CustomValues.SingleAsync(Ct)).TextValue);
    }

    [Fact]
    public async Task An_undo_while_the_import_runs_does_nothing()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(3));
        var page = await nation.Panel.Get($"/imports/{id}");

        await Post(nation, page, $"/imports/{id}/undoing");

        Assert.Equal(ImportState.Running, (await nation.Import(id)).State);
        page.DoesNotShow("Undo this import");
        await nation.RunJobs();
        Assert.Equal(3, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_stopped_import_can_be_gone_on_with_and_one_stopped_again_can_be_undone()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(300));

        await Run(nation, id, stopAfter: 100);
        (await nation.Panel.Get($"/imports/{id}")).Shows("Go on from here");
        Assert.Equal((100L, ImportState.Cancelled), (await nation.Db.People.LongCountAsync(Ct), (await nation.Import(id)).State));
        await nation.Panel.Submit($"/imports/{id}", new { }, action: "continuation");
        await Run(nation, id, stopAfter: 200);
        var undone = await nation.Undo(id);

        Assert.Equal((200L, ImportState.Undone, 0L), (undone.Done, undone.State, undone.KeptCount));
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
        // The job that stood by for the first half finds nothing to do.
        await nation.RunJobs();
        Assert.Empty(await nation.Db.People.ToListAsync(Ct));
    }

    [Fact]
    public async Task What_only_an_undo_took_back_a_file_may_say_again_and_what_the_person_took_back_it_may_not()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(email: "k@example.org");
        const string file = "email,abonné\nk@example.org,oui\n";
        await nation.Undo(await Agreed(nation, file));
        Assert.False((await nation.Db.ConsentStates.AsNoTracking().SingleAsync(Ct)).IsGiven);

        await Agreed(nation, file);
        Assert.True((await nation.Db.ConsentStates.AsNoTracking().SingleAsync(Ct)).IsGiven);

        await nation.Panel.Submit($"/people/{known.Id}", new { purpose = "news", give = "false" }, $"/people/{known.Id}/consents");
        await Agreed(nation, file);
        Assert.False((await nation.Db.ConsentStates.AsNoTracking().SingleAsync(Ct)).IsGiven);
        Assert.Equal([true, false, true, false], await nation.Db.ConsentEntries.OrderBy(c => c.Id).Select(c => c.IsGiven).ToListAsync(Ct));
    }

    private static Task<long> Agreed(TestNation nation, string csv) => nation.BringInAs(csv, ["email", "consent:news"]);

    [Fact]
    public async Task An_undo_that_is_asked_for_twice_answers_the_ledger_once()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(email: "k@example.org");
        var id = await Agreed(nation, "email,abonné\nk@example.org,oui\n");
        Assert.True((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        var page = await nation.Panel.Get($"/imports/{id}");

        await Task.WhenAll(Post(nation, page, $"/imports/{id}/undoing"), Post(nation, page, $"/imports/{id}/undoing"));
        await Task.WhenAll(nation.Services.GetRequiredService<RunUndo>().Run(id, null, Ct), nation.Services.GetRequiredService<RunUndo>().Run(id, null, Ct));

        Assert.Equal([true, false], await nation.Db.ConsentEntries.Where(c => c.PersonId == known.Id).OrderBy(c => c.Id).Select(c => c.IsGiven).ToListAsync(Ct));
        Assert.False((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Equal(ImportState.Undone, (await nation.Import(id)).State);
    }

    [Fact]
    public async Task Whoever_withdrew_or_was_erased_is_not_brought_back_by_a_file_nor_by_its_undo()
    {
        await using var nation = await app.NewNation();
        var withdrew = await nation.Seeds.Person(email: "w@example.org");
        var db = nation.Db;
        db.Add(new ConsentEntry { PersonId = withdrew.Id, Purpose = Purpose.News, IsGiven = false, Wording = "", Source = "unsubscribe", At = app.Clock.GetUtcNow() });
        db.Add(new ConsentState { PersonId = withdrew.Id, Purpose = Purpose.News, IsGiven = false, At = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync(Ct);
        var gone = await nation.Seeds.Person(email: "gone@example.org");
        await nation.Services.GetRequiredService<ErasePerson>().Run(gone.Id, Ct);
        var suppressed = await nation.Db.Suppressions.CountAsync(Ct);

        var columns = await nation.Upload("nom,email,abonné\nW,w@example.org,oui\nGone,gone@example.org,oui\n");
        var trial = await (await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent([Token(columns), .. ImportDoor.Answers, new("headers", "nom"), new("targets", "last_name"), new("headers", "email"), new("targets", "email"), new("headers", "abonné"), new("targets", "consent:news")]),
        })).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        await nation.RunJobs();
        var id = await nation.Db.Imports.MaxAsync(i => i.Id, Ct);

        Assert.Equal([withdrew.Id], await nation.Db.People.Select(p => p.Id).ToListAsync(Ct));
        Assert.False((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Equal("“gone@example.org” belongs to somebody who asked to be erased.", (await nation.Db.ImportRefusals.SingleAsync(Ct)).Reason);
        await nation.Undo(id);
        Assert.False((await nation.Db.ConsentStates.SingleAsync(Ct)).IsGiven);
        Assert.Single(await nation.Db.ConsentEntries.ToListAsync(Ct));
        Assert.Equal(suppressed, await nation.Db.Suppressions.CountAsync(Ct));
    }

    [Fact]
    public async Task What_an_upload_left_that_died_goes_after_a_day()
    {
        await using var nation = await app.NewNation();
        await nation.Upload("nom,email\nRoux,r@example.org\n");
        var kept = Path.Combine(app.StoreOptions.Data, (await nation.Db.Imports.SingleAsync(Ct)).Path);
        string[] strays = [Path.Combine(Path.GetDirectoryName(kept)!, "0f.csv"), Path.Combine(Path.GetDirectoryName(kept)!, "0f.csv.sheet")];
        foreach (var stray in strays) await File.WriteAllTextAsync(stray, "nom", Ct);
        var now = app.Clock.GetUtcNow().UtcDateTime;
        foreach (var file in (string[])[kept, .. strays]) File.SetLastWriteTimeUtc(file, now.AddHours(-23));
        var forget = nation.Services.GetRequiredService<ForgetImportFiles>();

        await forget.Run(new ForgetFiles(), Ct);
        Assert.All(strays, s => Assert.True(File.Exists(s)));
        foreach (var file in (string[])[kept, .. strays]) File.SetLastWriteTimeUtc(file, now.AddHours(-25));
        await forget.Run(new ForgetFiles(), Ct);

        Assert.All(strays, s => Assert.False(File.Exists(s)));
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task Files_go_a_month_after_their_import_and_what_it_did_stays_known()
    {
        await using var nation = await app.NewNation();
        var id = await nation.BringIn("nom,email\nMartin,m@example.org\nPetit,nope\n");
        await nation.Upload("nom,email\nRoux,r@example.org\n");
        var file = Path.Combine(app.StoreOptions.Data, (await nation.Import(id)).Path);
        var forget = nation.Services.GetRequiredService<ForgetImportFiles>();

        await forget.Run(new ForgetFiles(), Ct);
        Assert.True(File.Exists(file));
        app.Clock.Advance(ForgetImportFiles.KeptFor + TimeSpan.FromHours(1));
        await forget.Run(new ForgetFiles(), Ct);

        Assert.False(File.Exists(file));
        Assert.Empty(await nation.Db.ImportRefusals.ToListAsync(Ct));
        Assert.Equal((1L, 1L), await nation.Db.Imports.Select(i => new ValueTuple<long, long>(i.CreatedCount, i.RefusedCount)).SingleAsync(Ct));
        Assert.Equal(ImportState.Undone, (await nation.Undo(id)).State);
    }

    [Fact]
    public async Task Rows_of_a_book_each_are_brought_in_with_little_memory()
    {
        await using var nation = await app.NewNation();
        var csv = new StringBuilder("nom,email,ignoré\n");
        var book = new string('x', 900_000);
        for (var i = 0; i < 12; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,{book}\n");
        var columns = await nation.Upload(csv.ToString());
        var trial = await (await nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, columns.Path)
        {
            Content = new FormUrlEncodedContent([Token(columns), .. ImportDoor.Answers, new("headers", "nom"), new("targets", "last_name"), new("headers", "email"), new("targets", "email"), new("headers", "ignoré"), new("targets", "")]),
        })).Follow();
        await nation.Panel.Submit(trial.Path, new { });
        var steps = new List<long>();

        await nation.Services.GetRequiredService<RunImport>().Run(await nation.Db.Imports.MaxAsync(i => i.Id, Ct), i => steps.Add(i.Done), Ct);

        Assert.True(steps.Count >= 2, "one batch held all of it");
        Assert.Equal(12, steps[^1]);
        Assert.Equal(12, await nation.Db.People.CountAsync(Ct));
    }

    private static Task<Import> Run(TestNation nation, long id, long stopAfter = long.MaxValue)
    {
        var services = nation.Services;
        var other = nation.Services;
        return services.GetRequiredService<RunImport>().Run(id, import =>
        {
            if (import.Done >= stopAfter) other.GetRequiredService<ImportSteps>().Stop(id, CancellationToken.None).GetAwaiter().GetResult();
        }, CancellationToken.None, batchSize: 100);
    }

    private static KeyValuePair<string, string> Token(Page page) => new("__RequestVerificationToken", page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!);

    private static Task<Page> Post(TestNation nation, Page from, string path) => nation.Panel.Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([Token(from)]) });
}
