using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Preau.Imports;

namespace Preau.Tests.Imports;

/// <summary>A store that can be told that its disk is full, and that there is room again.</summary>
public sealed class SmallDiskApp : PreauApp
{
    private readonly PageCap cap = new();

    /// <summary>On SQLite so many pages are left; on PostgreSQL people above so many are refused as the server does when its disk is full.</summary>
    public async Task Leave(Database db, int pages, int people)
    {
        if (db.Dialect == Dialect.Sqlite)
        {
            cap.Pages = await db.Database.SqlQueryRaw<int>("select page_count - freelist_count as \"Value\" from pragma_page_count, pragma_freelist_count").SingleAsync() + pages;
            return;
        }

        await db.Database.ExecuteSqlRawAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            create or replace function full_disk() returns trigger language plpgsql as $f$ begin
                if new.id > {{people}} then raise exception 'could not extend file: No space left on device' using errcode = '53100'; end if;
                return new;
            end $f$;
            create or replace trigger full_disk before insert on person for each row execute function full_disk();
            """));
    }

    public async Task MakeRoom(Database db)
    {
        cap.Pages = int.MaxValue - 1;
        if (db.Dialect == Dialect.Postgres) await db.Database.ExecuteSqlRawAsync("drop trigger full_disk on person");
    }

    protected override void Configure(IServiceCollection services) => services.ConfigureDbContext<Database>(options => options.AddInterceptors(cap));

    private sealed class PageCap : DbConnectionInterceptor
    {
        public int Pages { get; set; } = int.MaxValue - 1;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Put(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Put(connection);
            return Task.CompletedTask;
        }

        private void Put(DbConnection connection)
        {
            if (TestStores.Dialect != Dialect.Sqlite) return;
            using var command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {Pages}");
            command.ExecuteScalar();
        }
    }
}

public sealed class FullDiskTests(SmallDiskApp app) : IClassFixture<SmallDiskApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_that_fills_the_disk_stops_with_a_sentence_and_goes_on_once_there_is_room()
    {
        await using var nation = await app.NewNation();
        var id = await nation.Begin(ImportDoor.People(2000));
        await app.Leave(nation.Db, pages: 150, people: 450);

        var stopped = await nation.Services.GetRequiredService<RunImport>().Run(id, null, Ct, batchSize: 100);

        Assert.Equal(ImportState.Failed, stopped.State);
        Assert.StartsWith("There is no room left on the server’s disk.", stopped.Problem, StringComparison.Ordinal);
        Assert.InRange(stopped.Done, 100, 1900);
        Assert.Equal(stopped.Done, await nation.Db.People.LongCountAsync(Ct));
        Assert.Equal(stopped.Done, await nation.Db.PersonEmails.LongCountAsync(Ct));

        await app.MakeRoom(nation.Db);
        (await nation.Panel.Get($"/imports/{id}")).Shows("There is no room left on the server’s disk.");
        await nation.Panel.Submit($"/imports/{id}", new { }, action: "continuation");
        await nation.RunJobs();

        var done = await nation.Import(id);
        Assert.Equal((ImportState.Done, 2000L, null), (done.State, done.CreatedCount, done.Problem));
        Assert.Equal(2000, await nation.Db.People.CountAsync(Ct));
    }

    [Fact]
    public async Task A_file_that_the_disk_has_no_room_for_is_refused_and_nothing_of_it_is_kept()
    {
        var path = Path.Combine(app.StoreOptions.Data, "no-room.csv");
        await using var endless = new FullStream();

        await Assert.ThrowsAsync<DiskFull>(() => ImportFolder.Write(endless, path, Ct));

        Assert.False(File.Exists(path));
    }

    /// <summary>Gives some bytes, and then what the system says when there is no room for them.</summary>
    private sealed class FullStream : MemoryStream
    {
        private int reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads++ == 0 ? new(buffer.Length) : throw new IOException("No space left on device", 28);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.WriteByte(1);
            throw new IOException("No space left on device", 28);
        }
    }
}
