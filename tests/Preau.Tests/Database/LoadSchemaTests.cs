using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Preau.Imports;
using Preau.Jobs;

namespace Preau.Tests.Storage;

/// <summary>What a first load leaves out is made again: by several at once, beside others who write, by the next start.</summary>
public sealed class LoadSchemaTests : OwnInstallation
{
    private IHandle<MendLoadSchema> Mend => Nation.Services.GetRequiredService<IHandle<MendLoadSchema>>();

    [Fact]
    public async Task Two_who_make_what_is_missing_do_not_get_in_each_other_s_way()
    {
        var before = await Schema(Nation.Db);
        await LoadSchema.Drop(Nation.Db, Ct);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await LoadSchema.Mend(Nation.Db, Ct), Ct)));

        Assert.Equal(before, await Schema(Nation.Db));
    }

    [Fact]
    public async Task Whoever_writes_people_down_while_references_are_made_is_not_sent_away()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite keeps its references, and has one writer at a time");
        var before = await Schema(Nation.Db);
        var person = await Nation.Seeds.Person();
        await LoadSchema.Drop(Nation.Db, Ct);
        using var enough = new CancellationTokenSource();
        // Half of them from person to ledger, as a form does; half the other way, as some edits do, and rarer: without end they would keep references from being made at all.
        var writers = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            string[] both = [
                string.Create(CultureInfo.InvariantCulture, $"update person set changed_at = now() where id = {person.Id} and {i} > 9"),
                string.Create(CultureInfo.InvariantCulture, $"update consent_entry set person_id = person_id where person_id = {person.Id} and {i} > 9")];
            if (i % 2 == 1) Array.Reverse(both);
            var written = 0;
            for (; !enough.IsCancellationRequested; written++)
            {
                var db = Nation.Db;
                await using var transaction = await db.Database.BeginTransactionAsync(Ct);
                await db.Database.ExecuteSqlRawAsync(both[0], Ct);
                await Task.Delay(20, Ct);
                await db.Database.ExecuteSqlRawAsync(both[1], Ct);
                await transaction.CommitAsync(Ct);
                if (i % 2 == 1) await Task.Delay(100 + (37 * i), Ct);
            }

            return written;
        }, Ct)).ToList();

        await LoadSchema.Mend(Nation.Db, Ct);
        await enough.CancelAsync();

        Assert.All(await Task.WhenAll(writers), written => Assert.NotEqual(0, written));
        Assert.Equal(before, await Schema(Nation.Db));
    }

    [Fact]
    public async Task A_start_that_cannot_make_them_starts_all_the_same()
    {
        var before = await Schema(Nation.Db);
        await LoadSchema.Drop(Nation.Db, Ct);
        await Nation.Db.Database.ExecuteSqlRawAsync("create table person_by_source (id bigint)", Ct);

        await App.Services.GetRequiredService<Migrator>().Run(Ct);

        await Nation.Db.Database.ExecuteSqlRawAsync("drop table person_by_source", Ct);
        await Mend.Run(new MendLoadSchema(), Ct);
        Assert.Equal(before, await Schema(Nation.Db));
    }

    [Fact]
    public async Task Indexes_that_are_missing_are_made_by_the_next_start()
    {
        var before = await Schema(Nation.Db);
        await LoadSchema.Drop(Nation.Db, Ct);
        Assert.NotEqual(before, await Schema(Nation.Db));

        await App.Services.GetRequiredService<Migrator>().Run(Ct);

        Assert.Equal(before, await Schema(Nation.Db));
    }

    [Fact]
    public async Task A_row_that_refers_to_nobody_is_told_and_keeps_no_other_reference_from_being_looked_at()
    {
        Assert.SkipUnless(TestStores.Dialect == Dialect.Postgres, "SQLite keeps its references");
        await LoadSchema.Drop(Nation.Db, Ct);
        await Nation.Db.Database.ExecuteSqlRawAsync("insert into consent_state (nation_id, person_id, purpose, is_given, at) values (1, 999999, 'news', true, now())", Ct);
        await LoadSchema.Mend(Nation.Db, Ct);

        var told = await Assert.ThrowsAsync<AggregateException>(() => LoadSchema.Validate(Nation.Db, Ct));

        Assert.Equal("consent_state_nation_id_person_id_fkey", Assert.IsType<PostgresException>(Assert.Single(told.InnerExceptions)).ConstraintName);
        Assert.Equal(1, await Unchecked(Nation.Db));
    }

    /// <summary>How many references hold whose rows nobody has looked at yet.</summary>
    public static Task<int> Unchecked(Database db) => db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from pg_constraint where not convalidated").SingleAsync(Ct);

    /// <summary>What the store says of each index and reference, so that one that is made again differently is noticed.</summary>
    public static async Task<List<string>> Schema(Database db) => [.. (await db.Database.SqlQueryRaw<string>(db.Dialect == Dialect.Sqlite
        ? "select lower(sql) as \"Value\" from sqlite_master where type = 'index' and sql is not null"
        : "select indexdef as \"Value\" from pg_indexes join pg_class on oid = format('%I.%I', schemaname, indexname)::regclass where schemaname = current_schema() and indexname not like '%pkey' and not relispartition union all select conname || ' ' || replace(pg_get_constraintdef(oid), ' NOT VALID', '') from pg_constraint where contype = 'f'").ToListAsync(Ct)).Order(StringComparer.Ordinal)];
}
