using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Imports;
using Preau.People;
using Preau.Tests.Imports;

namespace Preau.Tests.Commands;

/// <summary>Files from the command line, as operators and their scripts bring them in.</summary>
public sealed class ImportCommandTests(PreauApp app) : IClassFixture<PreauApp>
{
    public static readonly string[] Answers = ["--basis", "consent", "--from", "Stall of 14 March"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_tried_brought_in_and_taken_back()
    {
        await using var nation = await app.NewNation("shell");
        var known = await nation.Seeds.Person(p => p.Occupation = "Baker", email: "zoe@example.org");
        var file = await Write("prénom;nom;courriel;profession;Handy\nZoé;Martin;zoe@example.org;Teacher;\nAli;Benali;ali@example.org;;06 39 98 10 30\nLéa;Petit;not-a-mail;;\n");
        var refused = file + ".refused";

        var dry = await Shell.Run(app.StoreOptions, "import", file, "--nation", "shell", "--column", "Handy=phone", "--dry-run", "--json");
        Assert.True(dry.Code == 0, dry.Progress + dry.Output);
        var trial = JsonDocument.Parse(dry.Output).RootElement;
        Assert.Equal((1, 1, 1), (trial.GetProperty("created").GetInt32(), trial.GetProperty("changed").GetInt32(), trial.GetProperty("refused").GetInt32()));
        Assert.Equal("“not-a-mail” is not a mail address.", trial.GetProperty("refusedRows")[0].GetProperty("reason").GetString());
        Assert.Equal((1, 0), (await nation.Db.People.CountAsync(Ct), await nation.Db.Imports.CountAsync(Ct)));
        Assert.Empty(Directory.GetFiles(Path.Combine(app.StoreOptions.Data, "imports", nation.Facts.Id.ToString())));

        var done = await Shell.Run(app.StoreOptions, "import", file, "--nation", "shell", "--column", "Handy=phone", "--basis", "consent", "--from", "Stall of 14 March", "--tag", "Marché", "--refused", refused, "--json");
        Assert.True(done.Code == 0, done.Progress + done.Output);
        var answer = JsonDocument.Parse(done.Output).RootElement;
        Assert.Equal(("done", 1, 1, 1), (answer.GetProperty("state").GetString(), answer.GetProperty("created").GetInt32(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Contains("3 of 3 rows", done.Progress, StringComparison.Ordinal);
        Assert.Contains("4;« not-a-mail » n’est pas une adresse électronique.", await File.ReadAllTextAsync(refused, Ct), StringComparison.Ordinal);
        Assert.Equal(2, await nation.Db.PersonTags.CountAsync(Ct));
        Assert.Equal("+33639981030", (await nation.Db.PersonPhones.SingleAsync(Ct)).Number);
        Assert.All(await nation.Db.AuditEntries.Where(a => a.Action == "import.applied").ToListAsync(Ct), a => Assert.Equal(ActorKind.Operator, a.Actor));

        var undo = await Shell.Run(app.StoreOptions, "undo", answer.GetProperty("import").GetInt64().ToString(CultureInfo.InvariantCulture), "--nation", "shell", "--json");
        Assert.True(undo.Code == 0, undo.Progress + undo.Output);
        Assert.Contains("\"kept\":0", undo.Output, StringComparison.Ordinal);
        Assert.Equal((known.Id, "Baker"), await nation.Db.People.Select(p => new ValueTuple<long, string?>(p.Id, p.Occupation)).SingleAsync(Ct));

        var again = await Shell.Run(app.StoreOptions, "undo", answer.GetProperty("import").GetInt64().ToString(CultureInfo.InvariantCulture), "--nation", "shell");
        Assert.Equal(1, again.Code);
        Assert.Contains("is undone already", again.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_counted_as_one_and_told_in_the_language_of_the_command_line()
    {
        await using var nation = await app.NewNation();
        var file = await Write("nom,email\nMartin,m@example.org\nPetit,no\n");

        var dry = await Shell.Within(app, "import", file, "--nation", nation.Facts.Slug, "--dry-run");
        var done = await Shell.Within(app, ["import", file, .. Answers, "--nation", nation.Facts.Slug]);

        Assert.Equal("2 rows would create 1 person and change 0; 0 say nothing new, 1 would be refused. Nothing has changed.\n  line 3: “no” is not a mail address.", dry.Output.TrimEnd());
        Assert.Contains("2 of 2 rows: 1 person created, 0 changed, 0 as they were, 1 row refused.", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_nothing_is_known_of_becomes_a_field()
    {
        await using var nation = await app.NewNation();
        var file = await Write("prénom;nom;Quartier\nZoé;Martin;Nord\n");

        var done = await Shell.Within(app, ["import", file, .. Answers, "--nation", nation.Facts.Slug]);

        Assert.True(done.Code == 0, done.Progress);
        Assert.Equal("Nord", (await nation.Db.CustomValues.SingleAsync(Ct)).TextValue);
    }

    [Fact]
    public async Task Reasons_name_the_field_and_not_what_people_wrote()
    {
        await using var nation = await app.NewNation();
        var db = nation.Db;
        foreach (var name in new[] { "Ancienneté", "Distance" }) db.Add(new CustomField { Slug = name[..4].ToLowerInvariant(), Name = name, Kind = FieldKind.Number });
        await db.SaveChangesAsync(Ct);
        var file = await Write("nom;ancien;loin\nA;beaucoup;\nB;peu;\nC;;trop\n");

        var dry = await Shell.Within(app, "import", file, "--nation", nation.Facts.Slug, "--column", "ancien=field:anci", "--column", "loin=field:dist", "--dry-run", "--json");

        Assert.True(dry.Code == 0, dry.Progress);
        var reasons = JsonDocument.Parse(dry.Output).RootElement.GetProperty("reasons").EnumerateObject().ToDictionary(r => r.Name, r => r.Value.GetInt32(), StringComparer.Ordinal);
        Assert.Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["“…” does not fit in “Ancienneté”."] = 2, ["“…” does not fit in “Distance”."] = 1 }, reasons);
    }

    [Theory]
    [InlineData("%PDF-1.7", "This is a PDF.", new string[0], 1)]
    [InlineData("nom,email\nA,a@example.org\n", "There is no column «Handy». There are: nom, email.", new[] { "--column", "Handy=phone" }, 1)]
    [InlineData("nom,email\nA,a@example.org\n", "A column cannot become «telefon».", new[] { "--column", "nom=telefon" }, 1)]
    [InlineData("nom,email\nA,a@example.org\n", "The field “shoes” is not there any more.", new[] { "--column", "nom=field:shoes", "--dry-run" }, 1)]
    [InlineData("nom,email\nA,a@example.org\n", "There is nothing to go on with", new[] { "--resume", "77" }, 2)]
    public async Task What_cannot_be_brought_in_is_answered_in_words(string content, string sentence, string[] more, int code)
    {
        await using var nation = await app.NewNation();
        var file = await Write(content);

        var said = await Shell.Within(app, code == 2 ? ["import", .. more, "--nation", nation.Facts.Slug] : ["import", file, .. more, .. Answers, "--nation", nation.Facts.Slug]);

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Progress, StringComparison.Ordinal);
        Assert.Empty(await nation.Db.Imports.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_workbook_comes_in_by_a_template_with_what_was_said_of_it()
    {
        await using var nation = await app.NewNation();
        var known = await nation.Seeds.Person(p => (p.FirstName, p.LastName, p.BornOn, p.Occupation) = ("Eva", "Roux", new DateOnly(1990, 5, 6), "Baker"));
        var db = nation.Db;
        db.Add(new Preau.Imports.Templates.ImportTemplate
        {
            Name = "Fiche", CreatedAt = app.Clock.GetUtcNow(), ChangedAt = app.Clock.GetUtcNow(),
            Body = new Preau.Imports.Templates.TemplateFile(Preau.Imports.Templates.TemplateFile.Kind, "Fiche", ["email"], [new("A", "first_name"), new("B", "last_name"), new("C", "born_on"), new("D", "occupation", OnlyWhereEmpty: true)]).Write(),
        });
        await db.SaveChangesAsync(Ct);
        var file = Path.Combine(app.StoreOptions.Data, $"{Guid.NewGuid():n}.xlsx");
        await File.WriteAllBytesAsync(file, XlsxFile.Of(("Un", XlsxFile.Row(1, XlsxFile.Text("x"))), ("Deux", XlsxFile.Row(1, XlsxFile.Text("A"), XlsxFile.Text("B"), XlsxFile.Text("C"), XlsxFile.Text("D")) + XlsxFile.Row(2, XlsxFile.Text("Eva"), XlsxFile.Text("Roux"), XlsxFile.Number("32999", 1), XlsxFile.Text("Nurse")) + XlsxFile.Row(3, XlsxFile.Text("Ali"), XlsxFile.Text("Benali"), "", XlsxFile.Text("Nurse")))), Ct);

        var done = await Shell.Within(app, "import", file, "--nation", nation.Facts.Slug, "--sheet", "Deux", "--template", "fiche", "--match", "name_birth", "--basis", "regular-contact", "--from", "Congress", "--from-kind", "own_list", "--obtained", "2026-01-02", "--json");

        Assert.True(done.Code == 0, done.Progress + done.Output);
        var answer = JsonDocument.Parse(done.Output).RootElement;
        Assert.Equal((1, 0, 1), (answer.GetProperty("created").GetInt32(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("same").GetInt32()));
        Assert.Equal("Baker", (await nation.Db.People.SingleAsync(p => p.Id == known.Id, Ct)).Occupation);
        var import = await nation.Db.Imports.SingleAsync(Ct);
        Assert.Equal(("Deux", "Congress", Preau.Imports.Choices.LegalBasis.RegularContact, new DateOnly(2026, 1, 2), "name_birth"), (import.Sheet, import.Origin, import.Basis, import.ObtainedOn, import.Matching));
    }

    [Theory]
    [InlineData("Say with --basis on what legal basis", "--from", "x")]
    [InlineData("Say with --from where the file comes from", "--basis", "consent")]
    [InlineData("--basis cannot be «luck»", "--basis", "luck", "--from", "x")]
    [InlineData("Say in words which other legal basis it is.", "--basis", "other", "--from", "x")]
    [InlineData("An electoral roll comes in with the undertaking of art. L.37", "--basis", "electoral_roll", "--from", "x", "--roll-undertaken-by", "Jeanne", "--roll-date", "2026-01-02", "--roll-partial")]
    [InlineData("--obtained cannot be «soon»", "--basis", "consent", "--from", "x", "--obtained", "soon")]
    [InlineData("must lie between 1990 and today", "--basis", "consent", "--from", "x", "--obtained", "2999-01-01")]
    [InlineData("Rows cannot find people by «shoe»", "--basis", "consent", "--from", "x", "--match", "shoe")]
    [InlineData("There is no template «Nothing»", "--basis", "consent", "--from", "x", "--template", "Nothing")]
    public async Task What_is_not_said_or_not_there_is_answered_in_words_and_nothing_is_kept(string sentence, params string[] more)
    {
        await using var nation = await app.NewNation();
        var file = await Write("nom,email\nA,a@example.org\n");

        var said = await Shell.Within(app, ["import", file, "--nation", nation.Facts.Slug, .. more]);

        Assert.Equal(1, said.Code);
        Assert.Contains(sentence, said.Progress, StringComparison.Ordinal);
        Assert.Empty(await nation.Db.Imports.ToListAsync(Ct));
        var folder = Path.Combine(app.StoreOptions.Data, "imports", nation.Facts.Id.ToString());
        Assert.Empty(Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_a_command_without_one_are_told_apart()
    {
        await using var nation = await app.NewNation();

        var missing = await Shell.Within(app, "import", "/nowhere/people.csv", "--nation", nation.Facts.Slug, "--basis", "consent", "--from", "Stall of 14 March");
        var nothing = await Shell.Within(app, "import", "--nation", nation.Facts.Slug);

        Assert.Equal((1, 2), (missing.Code, nothing.Code));
        Assert.Contains("/nowhere", missing.Progress, StringComparison.Ordinal);
        Assert.Contains("Say which FILE to bring in", nothing.Progress, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_big_file_is_read_with_little_memory()
    {
        await using var nation = await app.NewNation();
        var file = Path.Combine(app.StoreOptions.Data, "big.csv");
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteLineAsync("nom,email,remarques");
            var text = new string('x', 10_000);
            for (var i = 0; i < 10_000; i++) await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,{text}"));
        }

        var said = await Shell.Run(app.StoreOptions, new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0xA000000", ["DOTNET_gcServer"] = "0" }, "import", file, "--nation", nation.Facts.Slug, "--known-only", "--dry-run", "--json");
        var size = new FileInfo(file).Length;
        File.Delete(file);

        // A hundred megabytes of file in a hundred and sixty of heap: whoever read it whole, as text of two bytes a sign, would be out of memory.
        Assert.True(size > 100_000_000);
        Assert.True(said.Code == 0, said.Progress);
        Assert.Contains("\"created\":10000", said.Output, StringComparison.Ordinal);
    }

    private async Task<string> Write(string csv)
    {
        var file = Path.Combine(app.StoreOptions.Data, $"{Guid.NewGuid():n}.csv");
        await File.WriteAllTextAsync(file, csv, Ct);
        return file;
    }
}

/// <summary>The process itself is killed or broken off; apart from the others, since its clock is the real one.</summary>
public sealed class KilledImportTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task An_import_and_an_undo_that_are_broken_off_say_where_they_stand_and_go_on()
    {
        const int people = 40_000;
        await using var nation = await app.NewNation();
        var file = Path.Combine(app.StoreOptions.Data, "broken-off.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, people).Select(i => $"Ann{i},Off,off{i}@example.org").Prepend("first name,last name,email"), TestContext.Current.CancellationToken);

        var stopped = await BreakOff(["import", file, .. ImportCommandTests.Answers]);
        var import = await nation.Db.Imports.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, stopped.Code);
        Assert.Contains($"Import {import.Id} stopped after {import.Done} of {people} rows", stopped.Output + stopped.Progress, StringComparison.Ordinal);
        Assert.True(import is { State: ImportState.Cancelled, Done: > 0 and < people }, $"{import.State} after {import.Done} rows");
        var number = import.Id.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(0, (await Shell.Run(app.StoreOptions, "import", "--resume", number, "--nation", nation.Facts.Slug)).Code);
        Assert.Equal(people, await nation.Db.People.CountAsync(TestContext.Current.CancellationToken));

        stopped = await BreakOff("undo", number);
        Assert.Equal(1, stopped.Code);
        Assert.Contains($"«undo {number}» goes on", stopped.Progress, StringComparison.Ordinal);
        Assert.Equal(0, (await Shell.Run(app.StoreOptions, "undo", number, "--nation", nation.Facts.Slug)).Code);
        Assert.Equal(0, await nation.Db.People.CountAsync(TestContext.Current.CancellationToken));

        async Task<Said> BreakOff(params string[] command)
        {
            using var process = Shell.Start(app.StoreOptions, new Dictionary<string, string>(), [.. command, "--nation", nation.Facts.Slug]);
            var output = process.StandardOutput.ReadToEndAsync();
            var progress = await process.StandardError.ReadLineAsync() + "\n";
            using (var signal = System.Diagnostics.Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await signal.WaitForExitAsync();
            progress += await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new Said(process.ExitCode, await output, progress);
        }
    }

    [Fact]
    public async Task An_import_whose_process_is_killed_goes_on_after_its_last_batch()
    {
        const int people = 40_000;
        await using var nation = await app.NewNation();
        var file = Path.Combine(app.StoreOptions.Data, "killed.csv");
        await File.WriteAllTextAsync(file, ImportDoor.People(people), TestContext.Current.CancellationToken);

        using var process = Shell.Start(app.StoreOptions, new Dictionary<string, string>(), "import", file, "--nation", nation.Facts.Slug, "--basis", "consent", "--from", "Stall of 14 March");
        // Nobody reads what it says, so that it has to be drained.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited && await nation.Db.Imports.Select(i => i.Done).SingleOrDefaultAsync(TestContext.Current.CancellationToken) == 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var killed = await nation.Db.Imports.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        Assert.True(killed is { State: ImportState.Running, Done: > 0 and < people }, $"{killed.State} after {killed.Done} rows");
        Assert.Equal(killed.Done, await nation.Db.People.LongCountAsync(TestContext.Current.CancellationToken));
        // The job that stood by is due a minute later, by the clock of the process that is gone.
        if (TimeProvider.System.GetUtcNow() is var now && now > app.Clock.GetUtcNow()) app.Clock.SetUtcNow(now);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await nation.RunJobs();

        var import = await nation.Db.Imports.AsNoTracking().SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((ImportState.Done, people, people, 0L), (import.State, (int)import.Done, (int)import.CreatedCount, import.SameCount));
        Assert.Equal(people, await nation.Db.People.CountAsync(TestContext.Current.CancellationToken));
    }
}
