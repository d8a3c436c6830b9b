using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Preau.Feed;
using Preau.Imports;
using Preau.Jobs;
using Preau.People;
using Preau.Shared;
using Preau.Tests.Storage;

namespace Preau.Tests.Imports;

/// <summary>A large file into an installation that holds nobody: indexes are left out until it is in, and nobody is brought in twice for it.</summary>
public sealed class FirstLoadTests : OwnInstallation
{
    private const int People = 20_000;

    private RunImport Load => Nation.Services.GetRequiredService<RunImport>();

    private IHandle<MendLoadSchema> Mend => Nation.Services.GetRequiredService<IHandle<MendLoadSchema>>();

    [Fact]
    public async Task Whoever_comes_twice_in_the_file_is_one_person_and_the_indexes_are_there_again()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        // The last rows name the first people again: by mail, and in another batch.
        var id = await Nation.Begin(ImportDoor.People(People) + "Nom1,P1@Example.org\nNom1,p1@example.org\n");
        var during = new List<int>();

        var done = await Load.Run(id, _ => during.Add(LoadSchemaTests.Schema(Nation.Db).GetAwaiter().GetResult().Count), Ct);

        Assert.Equal((ImportState.Done, People, 2L), (done.State, done.CreatedCount, done.SameCount));
        Assert.Equal(People, await Nation.Db.People.CountAsync(Ct));
        Assert.All(during, left => Assert.Equal(before.Count - LoadSchema.Indexes.Count - (Nation.Db.Dialect == Dialect.Postgres ? LoadSchema.References.Count : 0), left));
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task What_all_rows_share_is_made_once_and_reaches_everybody()
    {
        var csv = new StringBuilder("nom,email,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,\"Bénévole, Lot {i / 5000}\"\n");
        // In a batch of its own, and met before: the store is asked, by another reading of the tags.
        csv.Append("Nom1,p1@example.org,\"bénévole, Tard venu\"\n");
        var id = await Nation.Begin(csv.ToString());

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People, 1L), (done.State, done.CreatedCount, done.ChangedCount));
        var db = Nation.Db;
        var tags = await db.Tags.Select(t => new { t.Name, Count = db.PersonTags.Count(p => p.TagId == t.Id) }).ToDictionaryAsync(t => t.Name, t => t.Count, Ct);
        Assert.Equal(new Dictionary<string, int> { ["Bénévole"] = People, ["Lot 0"] = 5000, ["Lot 1"] = 5000, ["Lot 2"] = 5000, ["Lot 3"] = 5000, ["Tard venu"] = 1 }, tags);
        Assert.Equal(People, await Nation.Db.PersonEmails.CountAsync(Ct));
    }

    [Fact]
    public async Task Whoever_asked_to_be_erased_does_not_come_back_by_a_first_file()
    {
        var services = Nation.Services;
        await services.GetRequiredService<Suppressions>().Add(SuppressedChannel.Mail, "p7000@example.org", Suppressions.Erased, Ct);
        await services.GetRequiredService<Database>().SaveChangesAsync(Ct);
        var id = await Nation.Begin(ImportDoor.People(People));

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, People - 1L, 1L), (done.State, done.CreatedCount, done.RefusedCount));
    }

    [Fact]
    public async Task Whoever_comes_to_the_site_meanwhile_is_found_by_the_rows_that_follow()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var id = await Nation.Begin(ImportDoor.People(People));
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Come($"p{People - 1}@example.org").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, People - 1L), (done.State, done.CreatedCount));
        Assert.Equal(People, await Nation.Db.People.CountAsync(Ct));
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task Readers_of_the_feed_wait_for_the_indexes_and_take_everybody_in_afterwards()
    {
        var feed = App.Services.GetRequiredService<FeedRunner>();
        await feed.CatchUp(Ct);
        var id = await Nation.Begin(ImportDoor.People(People));
        var before = await Reached();
        var during = new List<string>();

        await Load.Run(id, _ =>
        {
            feed.CatchUp(Ct).GetAwaiter().GetResult();
            during.Add(Reached().GetAwaiter().GetResult());
        }, Ct);

        Assert.All(during, reached => Assert.Equal(before, reached));
        await Nation.RunFeed();
        Assert.NotEqual(before, await Reached());

        async Task<string> Reached() => string.Join(' ', await Nation.Db.Set<ChangeReader>().OrderBy(r => r.Name).Select(r => $"{r.Name}:{r.Position}").ToListAsync(Ct));
    }

    [Fact]
    public async Task A_load_that_breaks_says_why_and_makes_its_indexes()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var id = await Nation.Begin(ImportDoor.People(People));

        var broken = await Assert.ThrowsAsync<InvalidOperationException>(() => Load.Run(id, _ => throw new InvalidOperationException("Broken off"), Ct));

        Assert.Equal("Broken off", broken.Message);
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
        // It goes on after its first batch.
        Assert.Equal((ImportState.Done, (long)People), await Load.Run(id, null, Ct) is var done ? (done.State, done.CreatedCount) : default);
    }

    [Fact]
    public async Task What_a_killed_load_left_out_is_made_once_no_import_runs()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var id = await Nation.Begin(ImportDoor.People(3));
        await LoadSchema.Drop(Nation.Db, Ct);

        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.NotEqual(before, await LoadSchemaTests.Schema(Nation.Db));
        await Nation.Services.GetRequiredService<ImportSteps>().Stop(id, Ct);
        await Mend.Run(new MendLoadSchema(), Ct);

        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task An_import_that_stands_still_keeps_nothing_from_being_made()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        await Nation.Begin(ImportDoor.People(3));
        await LoadSchema.Drop(Nation.Db, Ct);

        App.Clock.Advance(TimeSpan.FromMinutes(11));
        await Mend.Run(new MendLoadSchema(), Ct);

        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task A_file_that_is_in_is_done_though_its_indexes_cannot_be_made_yet()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var id = await Nation.Begin(ImportDoor.People(People));
        var batches = 0;

        // What bears the name of an index keeps it from being made, as a full disk would.
        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Nation.Db.Database.ExecuteSqlRaw("create table person_by_source (id bigint)");
        }, Ct);

        Assert.Equal((ImportState.Done, (long)People), (done.State, done.CreatedCount));
        Assert.NotEqual(before, await LoadSchemaTests.Schema(Nation.Db));
        await Nation.Db.Database.ExecuteSqlRawAsync("drop table person_by_source", Ct);
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task A_field_that_is_removed_meanwhile_ends_the_import_and_leaves_no_value_behind()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var csv = new StringBuilder("nom,email,Quartier\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,Centre\n");
        var id = await Nation.Begin(csv.ToString());
        var field = await Nation.Db.CustomFields.SingleAsync(Ct);
        var batches = 0;

        var ended = await Load.Run(id, _ =>
        {
            if (++batches == 1) Nation.Panel.Submit($"/fields/{field.Id}", new { }, $"/fields/{field.Id}/removal").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Failed, "The field “quartier” is not there any more. Make it again and go on, or bring the file in anew."), (ended.State, ended.Problem));
        Assert.Equal(0, await Nation.Db.CustomValues.CountAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task A_tag_that_is_removed_meanwhile_is_made_again_for_the_rows_that_follow()
    {
        var before = await LoadSchemaTests.Schema(Nation.Db);
        var csv = new StringBuilder("nom,email,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,Bénévole\n");
        var id = await Nation.Begin(csv.ToString());
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Nation.Panel.Submit("/tags", new { }, $"/tags/{Nation.Db.Tags.Single().Id}/removal").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, (long)People), (done.State, done.CreatedCount));
        var tag = await Nation.Db.Tags.SingleAsync(Ct);
        Assert.Equal(People - RunImport.BatchSize, await Nation.Db.PersonTags.CountAsync(t => t.TagId == tag.Id, Ct));
        Assert.Equal(People - RunImport.BatchSize, await Nation.Db.PersonTags.CountAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await LoadSchemaTests.Schema(Nation.Db));
    }

    [Fact]
    public async Task A_tag_that_nobody_bears_and_that_goes_before_it_is_used_is_made_again()
    {
        var db = Nation.Db;
        db.Add(new Tag { Name = "Bénévole", NameKey = "benevole" });
        await db.SaveChangesAsync(Ct);
        var csv = new StringBuilder("nom,email,tags\n");
        for (var i = 0; i < People; i++) csv.Append(CultureInfo.InvariantCulture, $"Nom{i},p{i}@example.org,{(i < RunImport.BatchSize ? "" : "Bénévole")}\n");
        var id = await Nation.Begin(csv.ToString());
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Nation.Panel.Submit("/tags", new { }, $"/tags/{Nation.Db.Tags.Single().Id}/removal").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal(ImportState.Done, done.State);
        Assert.Equal(People - RunImport.BatchSize, await Nation.Db.PersonTags.CountAsync(Ct));
        Assert.Equal(await Nation.Db.Tags.Select(t => t.Id).ToListAsync(Ct), await Nation.Db.PersonTags.Select(t => t.TagId).Distinct().ToListAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
    }

    [Theory]
    [InlineData("person")]
    [InlineData("field")]
    [InlineData("tag")]
    public async Task Nobody_takes_away_what_a_batch_is_writing_about(string what)
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite has one writer at a time");
        await Nation.BringIn("nom,email,Quartier,tags\nNom,p1@example.org,Centre,Bénévole\n");
        var field = await Nation.Db.CustomFields.SingleAsync(Ct);
        var tag = await Nation.Db.Tags.SingleAsync(Ct);
        _ = Nation.Panel;
        var db = Nation.Db;
        await using var batch = await db.Database.BeginTransactionAsync(Ct);
        await db.Execute("People/HoldPeople", Ct);

        var removal = Task.Run<object?>(async () =>
        {
            if (what == "person") await Erase("p1@example.org");
            else await Nation.Panel.Submit(what == "tag" ? "/tags" : $"/fields/{field.Id}", new { }, what == "tag" ? $"/tags/{tag.Id}/removal" : $"/fields/{field.Id}/removal");
            return null;
        }, Ct);
        while (await Nation.Db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and not l.granted and a.datname = current_database()").SingleAsync(Ct) == 0)
        {
            Assert.False(removal.IsCompleted);
            await Task.Delay(20, Ct);
        }

        Assert.False(removal.IsCompleted);
        await batch.CommitAsync(Ct);
        await removal;
    }

    [Fact]
    public async Task Whoever_is_erased_meanwhile_leaves_nothing_behind_and_does_not_come_back()
    {
        // The last row names the first person again.
        var id = await Nation.Begin(ImportDoor.People(People) + "Nom1,p1@example.org\n");
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches == 1) Erase("p1@example.org").GetAwaiter().GetResult();
        }, Ct);

        Assert.Equal((ImportState.Done, (long)People, 1L), (done.State, done.CreatedCount, done.RefusedCount));
        Assert.Equal(People - 1, await Nation.Db.People.CountAsync(Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
    }

    [Fact]
    public async Task An_address_that_is_shut_out_meanwhile_is_refused_by_the_rows_that_follow()
    {
        var id = await Nation.Begin(ImportDoor.People(People));
        var batches = 0;

        var done = await Load.Run(id, _ =>
        {
            if (++batches != 1) return;
            var services = Nation.Services;
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
        var id = await Nation.Begin(csv.ToString());

        var done = await Load.Run(id, null, Ct);

        Assert.Equal((ImportState.Done, (long)People), (done.State, done.CreatedCount));
        Assert.Equal((People, People, People * 2), (await Nation.Db.People.CountAsync(Ct), await Nation.Db.CustomValues.CountAsync(Ct), await Nation.Db.PersonTags.CountAsync(Ct)));
        Assert.Equal(People, await Nation.Db.PersonEmails.CountAsync(Ct));
    }

    private async Task Erase(string email)
    {
        var person = await Nation.Db.PersonEmails.Where(e => e.EmailKey == email).Select(e => e.PersonId).SingleAsync(Ct);
        Assert.IsType<Erasure.Done>(await Nation.Services.GetRequiredService<ErasePerson>().Run(person, Ct));
    }

    private async Task Come(string email)
    {
        var services = Nation.Services;
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
        var id = await Nation.Begin(ImportDoor.People(People));

        await Load.Run(id, null, Ct);

        Assert.Equal(LoadSchema.References.Count, await LoadSchemaTests.Unchecked(Nation.Db));
        await Assert.ThrowsAsync<PostgresException>(() => Nation.Db.Database.ExecuteSqlRawAsync("insert into provenance (nation_id, person_id, field, source, at) values (1, 999999, 'x', 'x', now())", Ct));
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(0, await LoadSchemaTests.Unchecked(Nation.Db));
    }
}
