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
public sealed class FirstLoadTests : IAsyncLifetime
{
    private const int People = 20_000;

    // Each test has an installation of its own: a first load is one that nobody is in yet.
    private readonly PreauApp app = new();
    private TestNation nation = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunImport Load => nation.Services.GetRequiredService<RunImport>();

    private IHandle<MendLoadSchema> Mend => nation.Services.GetRequiredService<IHandle<MendLoadSchema>>();

    public async ValueTask InitializeAsync()
    {
        await app.InitializeAsync();
        nation = await app.NewNation();
    }

    public async ValueTask DisposeAsync()
    {
        await nation.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_comes_twice_in_the_file_is_one_person_and_the_indexes_are_there_again()
    {
        var before = await Schema(nation.Db);
        // The last rows name the first people again: by mail, and in another batch.
        var id = await nation.Begin(ImportDoor.People(People) + "Nom1,P1@Example.org\nNom1,p1@example.org\n");
        var during = new List<int>();

        var done = await Load.Run(id, _ => during.Add(Schema(nation.Db).GetAwaiter().GetResult().Count), Ct);

        Assert.Equal((ImportState.Done, People, 2L), (done.State, done.CreatedCount, done.SameCount));
        Assert.Equal(People, await nation.Db.People.CountAsync(Ct));
        Assert.All(during, left => Assert.Equal(before.Count - LoadSchema.Indexes.Count - (nation.Db.Dialect == Dialect.Postgres ? LoadSchema.References.Count : 0), left));
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task What_all_rows_share_is_made_once_and_reaches_everybody()
    {
        var csv = new StringBuilder("nom,email,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,\"Bénévole, Lot {i / 5000}\"\n");
        // In a batch of its own, and met before: the store is asked, by another reading of the tags.
        csv.Append("Nom1,p1@example.org,\"bénévole, Tard venu\"\n");
        var id = await nation.Begin(csv.ToString());

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People, 1L), (done.State, done.CreatedCount, done.ChangedCount));
        var db = nation.Db;
        var tags = await db.Tags.Select(t => new { t.Name, Count = db.PersonTags.Count(p => p.TagId == t.Id) }).ToDictionaryAsync(t => t.Name, t => t.Count, Ct);
        Assert.Equal(new Dictionary<string, int> { ["Bénévole"] = People, ["Lot 0"] = 5000, ["Lot 1"] = 5000, ["Lot 2"] = 5000, ["Lot 3"] = 5000, ["Tard venu"] = 1 }, tags);
        Assert.Equal(People, await nation.Db.PersonEmails.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_asked_to_be_erased_does_not_come_back_by_a_first_file()
    {
        var services = nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "p7000@example.org", Suppressions.Erased, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        var id = await nation.Begin(ImportDoor.People(People));

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People - 1L, 1L), (done.State, done.CreatedCount, done.RefusedCount));
    }

    [Fact]
    public async Task Whoever_comes_to_the_site_meanwhile_is_found_by_the_rows_that_follow()
    {
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(People));
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Come($"p{People - 1}@example.org").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, People - 1L), (done.State, done.CreatedCount));
        Assert.Equal(People, await nation.Db.People.CountAsync(Ct));
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task Indexes_that_are_missing_are_made_by_the_next_start()
    {
        var before = await Schema(nation.Db);
        await LoadSchema.Drop(nation.Db, Ct);
        Assert.NotEqual(before, await Schema(nation.Db));

        await app.Services.GetRequiredService<Migrator>().Run(Ct);

        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task A_load_that_breaks_says_why_and_makes_its_indexes()
    {
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(People));

        var broken = await Assert.ThrowsAsync<InvalidOperationException>(() => Load.Run(id, _ => throw new InvalidOperationException("Broken off"), Ct));

        Assert.Equal("Broken off", broken.Message);
        Assert.Equal(before, await Schema(nation.Db));
        // It goes on after its first batch.
        Assert.Equal((ImportState.Done, (long)People), await Load.Run(id, null, Ct) is var done ? (done.State, done.CreatedCount) : default);
    }

    [Fact]
    public async Task What_a_killed_load_left_out_is_made_once_no_import_runs()
    {
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(3));
        await LoadSchema.Drop(nation.Db, Ct);

        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.NotEqual(before, await Schema(nation.Db));
        await nation.Services.GetRequiredService<ImportSteps>().Stop(id, Ct);
        await Mend.Run(new MendLoadSchema(), Ct);

        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task An_import_that_stands_still_keeps_nothing_from_being_made()
    {
        var before = await Schema(nation.Db);
        await nation.Begin(ImportDoor.People(3));
        await LoadSchema.Drop(nation.Db, Ct);

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await Mend.Run(new MendLoadSchema(), Ct);

        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task Two_who_make_what_is_missing_do_not_get_in_each_other_s_way()
    {
        var before = await Schema(nation.Db);
        await LoadSchema.Drop(nation.Db, Ct);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await LoadSchema.Mend(nation.Db, Ct), Ct)));

        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task Whoever_writes_people_down_while_references_are_made_is_not_sent_away()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite keeps its references, and has one writer at a time");
        var before = await Schema(nation.Db);
        var person = await nation.Seeds.Person();
        await LoadSchema.Drop(nation.Db, Ct);
        using var enough = new CancellationTokenSource();
        // Half of them as a form does, half as an edit does: from person to ledger, and back.
        var writers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            string[] both = [
                string.Create(CultureInfo.InvariantCulture, $"update person set changed_at = now() where id = {person.Id} and {i} > 9"),
                string.Create(CultureInfo.InvariantCulture, $"update consent_entry set person_id = person_id where person_id = {person.Id} and {i} > 9")];
            if (i % 2 == 1) Array.Reverse(both);
            var written = 0;
            for (; !enough.IsCancellationRequested; written++)
            {
                var db = nation.Db;
                await using var transaction = await db.Database.BeginTransactionAsync(Ct);
                await db.Database.ExecuteSqlRawAsync(both[0], Ct);
                await Task.Delay(20, Ct);
                await db.Database.ExecuteSqlRawAsync(both[1], Ct);
                await transaction.CommitAsync(Ct);
            }

            return written;
        }, Ct)).ToList();

        await LoadSchema.Mend(nation.Db, Ct);
        await enough.CancelAsync();

        Assert.All(await Task.WhenAll(writers), written => Assert.NotEqual(0, written));
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task A_file_that_is_in_is_done_though_its_indexes_cannot_be_made_yet()
    {
        var before = await Schema(nation.Db);
        var id = await nation.Begin(ImportDoor.People(People));
        var batches = 0;

        // What bears the name of an index keeps it from being made, as a full disk would.
        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) nation.Db.Database.ExecuteSqlRaw("create table person_by_source (id bigint)");
        }, Ct);

        Assert.Equal((ImportState.Done, (long)People), (done.State, done.CreatedCount));
        Assert.NotEqual(before, await Schema(nation.Db));
        await nation.Db.Database.ExecuteSqlRawAsync("drop table person_by_source", Ct);
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task A_field_that_is_removed_meanwhile_ends_the_import_and_leaves_no_value_behind()
    {
        var before = await Schema(nation.Db);
        var csv = new StringBuilder("nom,email,Quartier\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,Centre\n");
        var id = await nation.Begin(csv.ToString());
        var field = await nation.Db.CustomFields.SingleAsync(Ct);
        var batches = 0;

        var ended = await Load.Run(id, _ =>
        {
            if (++batches == 1) nation.Panel.Submit("/fields", new { }, $"/fields/{field.Id}/removal").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Failed, "The field “quartier” is not there any more."), (ended.State, ended.Problem));
        Assert.Equal(0, await nation.Db.CustomValues.CountAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await Schema(nation.Db));
    }

    [Fact]
    public async Task Whoever_is_erased_meanwhile_leaves_nothing_behind_and_does_not_come_back()
    {
        // The last row names the first person again.
        var id = await nation.Begin(ImportDoor.People(People) + "Nom1,p1@example.org\n");
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Erase("p1@example.org").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, (long)People, 1L), (done.State, done.CreatedCount, done.RefusedCount));
        Assert.Equal(People - 1, await nation.Db.People.CountAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
    }

    [Fact]
    public async Task An_address_that_is_shut_out_meanwhile_is_refused_by_the_rows_that_follow()
    {
        var id = await nation.Begin(ImportDoor.People(People));
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches != 1) return;
            var services = nation.Services;
            services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, $"p{People - 1}@example.org", Suppressions.Erased, Ct).GetAwaiter().GetResult();
            services.GetRequiredService<Database>().SaveChanges();
        }, Ct);

        Assert.Equal((ImportState.Done, People - 1L, 1L), (done.State, done.CreatedCount, done.RefusedCount));
    }

    [Fact]
    public async Task Whoever_comes_twice_within_what_is_read_ahead_is_one_person_with_all_that_was_said()
    {
        var csv = new StringBuilder("nom,email,Quartier,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,,Un\nNom{i},p{i}@example.org,Centre,Deux\n");
        var id = await nation.Begin(csv.ToString());

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, (long)People), (done.State, done.CreatedCount));
        Assert.Equal((People, People, People * 2), (await nation.Db.People.CountAsync(Ct), await nation.Db.CustomValues.CountAsync(Ct), await nation.Db.PersonTags.CountAsync(Ct)));
        Assert.Equal(People, await nation.Db.PersonEmails.CountAsync(Ct));
    }

    private async Task Erase(string email)
    {
        var person = await nation.Db.PersonEmails.Where(e => e.EmailKey == email).Select(e => e.PersonId).SingleAsync(Ct);
        Assert.IsType<Erasure.Done>(await nation.Services.GetRequiredService<ErasePerson>().Run(person, Ct));
    }

    private async Task Come(string email)
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
        var id = await nation.Begin(ImportDoor.People(People));

        await Load.Run(id, null, Ct);

        Assert.Equal(LoadSchema.References.Count, await Open(nation.Db));
        await Assert.ThrowsAsync<PostgresException>(() => nation.Db.Database.ExecuteSqlRawAsync("insert into provenance (nation_id, person_id, field, source, at) values (1, 999999, 'x', 'x', now())", Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(0, await Open(nation.Db));
    }

    [Fact]
    public async Task A_row_that_refers_to_nobody_is_told_and_keeps_no_other_reference_from_being_looked_at()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite keeps its references");
        await LoadSchema.Drop(nation.Db, Ct);
        await nation.Db.Database.ExecuteSqlRawAsync("insert into consent_state (nation_id, person_id, purpose, is_given, at) values (1, 999999, 'news', true, now())", Ct);
        await LoadSchema.Mend(nation.Db, Ct);

        var told = await Assert.ThrowsAsync<AggregateException>(() => LoadSchema.Validate(nation.Db, Ct));

        Assert.Equal("consent_state_nation_id_person_id_fkey", Assert.IsType<PostgresException>(Assert.Single(told.InnerExceptions)).ConstraintName);
        Assert.Equal(1, await Open(nation.Db));
    }

    private static Task<int> Open(Database db) => db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from pg_constraint where not convalidated").SingleAsync(Ct);

    /// <summary>What the store says of each index and reference, so that one that is made again differently is noticed.</summary>
    private static async Task<List<string>> Schema(Database db) => [.. (await db.Database.SqlQueryRaw<string>(db.Dialect == Dialect.Sqlite
        ? "select lower(sql) as \"Value\" from sqlite_master where type = 'index' and sql is not null"
        : "select indexdef as \"Value\" from pg_indexes where schemaname = current_schema() and indexname not like '%pkey' union all select conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '') from pg_constraint where contype = 'f'").ToListAsync(Ct)).Order(StringComparer.Ordinal)];
}
