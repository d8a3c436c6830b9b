using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Preau.Imports;
using Preau.Jobs;
using Preau.People;
using Preau.Shared;

namespace Preau.Tests.Imports;

/// <summary>A large file into an installation that holds nobody: indexes are left out until it is in, and nobody is brought in twice for it.</summary>
public sealed class FirstLoadTests
{
    private const int People = 20_000;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_twice_in_the_file_is_one_person_and_the_indexes_are_there_again()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var before = await Schema(nation.Db);
        // The last rows name the first people again: by mail, and in another batch.
        var id = await nation.Begin(ImportDoor.People(People) + "Nom1,P1@Example.org\nNom1,p1@example.org\n");
        var during = new List<int>();

        var done = await nation.Services.GetRequiredService<RunImport>().Run(id, _ => during.Add(Schema(nation.Db).GetAwaiter().GetResult().Count), Ct);

        Assert.Equal((ImportState.Done, People, 2L), (done.State, done.CreatedCount, done.SameCount));
        Assert.Equal(People, await nation.Db.People.CountAsync(Ct));
        Assert.All(during, left => Assert.Equal(before.Count - LoadSchema.Indexes.Count - (nation.Db.Dialect == Dialect.Postgres ? LoadSchema.References.Count : 0), left));
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task What_all_rows_share_is_made_once_and_reaches_everybody()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var csv = new StringBuilder("nom,email,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,\"Bénévole, Lot {i / 5000}\"\n");
        // In a batch of its own, and met before: the store is asked, by another reading of the tags.
        csv.Append("Nom1,p1@example.org,\"bénévole, Tard venu\"\n");
        var id = await nation.Begin(csv.ToString());

        var done = await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People, 1L), (done.State, done.CreatedCount, done.ChangedCount));
        var db = nation.Db;
        var tags = await db.Tags.Select(t => new { t.Name, Count = db.PersonTags.Count(p => p.TagId == t.Id) }).ToDictionaryAsync(t => t.Name, t => t.Count, Ct);
        Assert.Equal(new Dictionary<string, int> { ["Bénévole"] = People, ["Lot 0"] = 5000, ["Lot 1"] = 5000, ["Lot 2"] = 5000, ["Lot 3"] = 5000, ["Tard venu"] = 1 }, tags);
        Assert.Equal(People, await nation.Db.PersonEmails.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_asked_to_be_erased_does_not_come_back_by_a_first_file()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "p7000@example.org", Suppressions.Erased, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        var id = await nation.Begin(ImportDoor.People(People));

        var done = await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People - 1L, 1L), (done.State, done.CreatedCount, done.RefusedCount));
    }

    [Fact]
    public async Task Whoever_comes_to_the_site_meanwhile_is_found_by_the_rows_that_follow()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(People));
        var batches = 0;

        var done = await nation.Services.GetRequiredService<RunImport>().Run(id, _ =>
        {
            if (++batches == 1) Come(nation, $"p{People - 1}@example.org").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, People - 1L), (done.State, done.CreatedCount));
        Assert.Equal(People, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task Indexes_that_are_missing_are_made_by_the_next_start()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var before = await Schema(nation.Db);
        await LoadSchema.Drop(nation.Db, Ct);
        Assert.NotEqual(before, await Schema(nation.Db));

        await app.Services.GetRequiredService<Migrator>().Run(Ct);

        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task A_load_that_breaks_says_why_and_makes_its_indexes()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(People));

        var broken = await Assert.ThrowsAsync<InvalidOperationException>(() => nation.Services.GetRequiredService<RunImport>().Run(id, _ => throw new InvalidOperationException("Broken off"), Ct));

        Assert.Equal("Broken off", broken.Message);
        Assert.Equal(before, await Schema(nation.Db));
        // It goes on after its first batch.
        Assert.Equal((ImportState.Done, (long)People), await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct) is var done ? (done.State, done.CreatedCount) : default);
    }

    [Fact]
    public async Task What_a_killed_load_left_out_is_made_once_no_import_runs()
    {
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(3));
        await LoadSchema.Drop(nation.Db, Ct);

        await nation.Services.GetRequiredService<IHandle<MendLoadSchema>>().Run(new MendLoadSchema(), Ct);
        Assert.NotEqual(before, await Schema(nation.Db));
        await nation.Services.GetRequiredService<ImportSteps>().Stop(id, Ct);
        await nation.Services.GetRequiredService<IHandle<MendLoadSchema>>().Run(new MendLoadSchema(), Ct);

        Assert.Equal(before, await Schema(nation.Db));
    }

    private static async Task Come(TestNation nation, string email)
    {
        var services = nation.Services;
        var db = services.GetRequiredService<Database>();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        Assert.True(EmailAddress.TryParse(email, out var address));
        await services.GetRequiredService<SavePerson>().Run(new PersonInput { FirstName = "Zoé", Emails = [address] }, "page:1", Overwrite.FillBlanks, Ct);
        await db.SaveChangesAsync(Ct);
        await transaction.CommitAsync(Ct);
    }

    [Fact]
    public async Task References_hold_at_once_and_are_looked_at_later()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite keeps its references");
        await using var app = new PreauApp();
        await app.InitializeAsync();
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(People));

        await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct);

        Assert.Equal(LoadSchema.References.Count, await Open(nation.Db));
        await Assert.ThrowsAsync<PostgresException>(() => nation.Db.Database.ExecuteSqlRawAsync("insert into provenance (nation_id, person_id, field, source, at) values (1, 999999, 'x', 'x', now())", Ct));
        await nation.Services.GetRequiredService<IHandle<MendLoadSchema>>().Run(new MendLoadSchema(), Ct);
        Assert.Equal(0, await Open(nation.Db));
    }

    private static Task<int> Open(Database db) => db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from pg_constraint where not convalidated").SingleAsync(Ct);

    /// <summary>What the store says of each index and reference, so that one that is made again differently is noticed.</summary>
    private static async Task<List<string>> Schema(Database db) => [.. (await db.Database.SqlQueryRaw<string>(db.Dialect == Dialect.Sqlite
        ? "select lower(sql) as \"Value\" from sqlite_master where type = 'index' and sql is not null"
        : "select indexdef as \"Value\" from pg_indexes where schemaname = current_schema() and indexname not like '%pkey' union all select conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '') from pg_constraint where contype = 'f'").ToListAsync(Ct)).Order(StringComparer.Ordinal)];
}
