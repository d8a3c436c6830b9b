using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Preau.Imports;

namespace Preau.Tests.Commands;

public sealed class BackupTests(PreauApp app) : IClassFixture<PreauApp>
{
    [Fact]
    public async Task A_backup_comes_back_whole_in_an_empty_installation()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person(p => p.LastName = "Nûñez \"d'Œuvre\"\n,;");
        Directory.CreateDirectory(Path.Combine(app.StoreOptions.Data, "files", "deep"));
        await File.WriteAllTextAsync(Path.Combine(app.StoreOptions.Data, "files", "deep", "picture.bin"), "as it was", TestContext.Current.CancellationToken);
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        var other = await TestStores.Empty();
        // What readers derive is computed anew by a restore: so it stands here, too.
        await Shell.Run(app.StoreOptions, "rebuild", "all");

        var backup = await Shell.Run(app.StoreOptions, "backup", "--to", file, "--json");
        var restore = await Shell.Run(other, "restore", file);
        var again = Path.Combine(other.Data, "again.zip");
        await Shell.Run(other, "backup", "--to", again);

        Assert.True(backup.Code == 0 && restore.Code == 0, backup.Progress + restore.Progress);
        Assert.Contains("\"rows\":", backup.Output, StringComparison.Ordinal);
        Assert.Equal(Tables(file), Tables(again));
        Assert.Equal("as it was", await File.ReadAllTextAsync(Path.Combine(other.Data, "files", "deep", "picture.bin"), TestContext.Current.CancellationToken));
        await TestStores.Drop(other);
    }

    [Fact]
    public async Task Work_goes_on_in_an_installation_that_was_restored()
    {
        await using var nation = await app.NewNation();
        // Numbers that the store gives by itself must not be given again.
        var db = nation.Db;
        db.Enqueue(new ForgetFiles(), app.Clock.GetUtcNow().AddDays(1));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        var other = await TestStores.Empty();
        var people = Path.Combine(other.Data, "people.csv");
        Directory.CreateDirectory(other.Data);
        await Shell.Within(app, "backup", "--to", file);
        var restore = await Shell.Run(other, "restore", file);
        Assert.True(restore.Code == 0, restore.Progress);
        await File.WriteAllTextAsync(people, "nom,email\nRestaurée,r@example.org\n", TestContext.Current.CancellationToken);
        var last = await LastJob();

        var import = await Shell.Run(other, ["import", people, "--nation", nation.Facts.Slug, .. ImportCommandTests.Answers]);

        Assert.True(import.Code == 0, import.Progress);
        Assert.True(await LastJob() > last);
        await TestStores.Drop(other);

        async Task<long> LastJob()
        {
            await using var store = new Store(Options.Create(other));
            await using var connection = await store.Open(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "select max(id) from job";
            return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }
    }

    [Fact]
    public async Task A_backup_moves_from_PostgreSQL_to_SQLite()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "needs both stores: runs where PREAU_TEST_STORE is postgres");
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        var sqlite = new StoreOptions { Store = Dialect.Sqlite, Data = Directory.CreateTempSubdirectory("preau-sqlite-").FullName };
        await Shell.Within(app, "rebuild", "all");

        await Shell.Within(app, "backup", "--to", file);
        var restore = await Shell.Run(sqlite, "restore", file);
        var again = Path.Combine(sqlite.Data, "again.zip");
        await Shell.Run(sqlite, "backup", "--to", again);

        Assert.True(restore.Code == 0, restore.Progress);
        Assert.Equal(Tables(file), Tables(again));
        Directory.Delete(sqlite.Data, recursive: true);
    }

    [Fact]
    public async Task Restoring_over_a_campaign_is_refused_and_changes_nothing()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        var before = await nation.Db.People.CountAsync(TestContext.Current.CancellationToken);
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        await Shell.Within(app, "backup", "--to", file);

        var restore = await Shell.Within(app, "restore", file);

        Assert.Equal(1, restore.Code);
        Assert.Contains("There are nations here already", restore.Progress, StringComparison.Ordinal);
        Assert.Equal(before, await nation.Db.People.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_backup_is_noticed_before_anything_is_written()
    {
        await using var nation = await app.NewNation();
        await nation.Seeds.Person();
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        await Shell.Within(app, "backup", "--to", file);
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Update))
        {
            zip.GetEntry("tables/person.jsonl")!.Delete();
            await using var forged = await zip.CreateEntry("tables/person.jsonl").OpenAsync(TestContext.Current.CancellationToken);
            await forged.WriteAsync("[1]\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        var other = await TestStores.Empty();
        var restore = await Shell.Run(other, "restore", file, "--json");

        Assert.Equal(1, restore.Code);
        Assert.Contains("The backup is damaged: tables/person.jsonl", restore.Output, StringComparison.Ordinal);
        await TestStores.Drop(other);
    }

    [Fact]
    public async Task A_backup_that_was_written_over_is_refused_in_a_sentence_wherever_it_was_hit()
    {
        await using var nation = await app.NewNation();
        for (var i = 0; i < 50; i++) await nation.Seeds.Person();
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        await Shell.Within(app, "backup", "--to", file);
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var other = await TestStores.Empty();

        foreach (var place in new[] { 0.0, 0.3, 0.6, 0.9 })
        {
            byte[] hit = [.. whole];
            hit.AsSpan((int)(hit.Length * place), 600).Fill(0xA5);
            await File.WriteAllBytesAsync(file, hit, TestContext.Current.CancellationToken);
            var restore = await Shell.Run(other, "restore", file, "--json");

            Assert.True(restore.Code == 1, $"at {place}: {restore.Code} {restore.Progress}");
            Assert.Contains("backup", JsonDocument.Parse(restore.Output).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", restore.Progress, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", restore.Progress, StringComparison.Ordinal);
        }

        await TestStores.Drop(other);
    }

    [Fact]
    public async Task A_backup_replaces_a_file_only_when_told_to()
    {
        await using var nation = await app.NewNation();
        var file = Path.Combine(app.StoreOptions.Data, "..", $"{Guid.NewGuid():n}.zip");
        await File.WriteAllTextAsync(file, "last night's", TestContext.Current.CancellationToken);

        var refused = await Shell.Within(app, "backup", "--to", file);
        var kept = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var told = await Shell.Within(app, "backup", "--to", file, "--overwrite");

        Assert.Equal((1, "last night's"), (refused.Code, kept));
        Assert.Contains("is there already", refused.Progress, StringComparison.Ordinal);
        Assert.True(told.Code == 0, told.Progress);
    }

    [Fact]
    public async Task Something_else_than_a_backup_is_named_as_such()
    {
        var store = await TestStores.Empty();
        var file = Path.Combine(store.Data, "people.csv");
        await File.WriteAllTextAsync(file, "first_name,last_name\n", TestContext.Current.CancellationToken);

        var restore = await Shell.Run(store, "restore", file);

        Assert.Equal(1, restore.Code);
        Assert.Contains("is not a whole backup", restore.Progress, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", restore.Progress, StringComparison.Ordinal);
        await TestStores.Drop(store);
    }

    private static string Tables(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        using var manifest = JsonDocument.Parse(zip.GetEntry("manifest.json")!.Open());
        return string.Join('\n', manifest.RootElement.GetProperty("tables").EnumerateArray()
            .Select(t => $"{t.GetProperty("shape").GetProperty("name")} {t.GetProperty("rows")} {t.GetProperty("digest")}").Order(StringComparer.Ordinal));
    }
}
