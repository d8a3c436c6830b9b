using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Preau.Feed;
using Preau.Geography;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Commands.Backup;

/// <summary>A backup into an empty installation, of either store. What was written is read back and compared before it is kept.</summary>
public sealed class Restore : Verb
{
    // What processes had in hand is settled by the restore itself; a journal of another life would settle it again.
    private const string Journals = "hand-over/";

    // Numbers that PostgreSQL gives by itself go on after those that came with the rows; SQLite looks at the rows.
    private const string CountOn = """
        do $$ declare numbered record; begin
            for numbered in select table_name, column_name from information_schema.columns where table_schema = current_schema() and is_identity = 'YES' loop
                execute format('select setval(pg_get_serial_sequence(%L, %L), coalesce((select max(%I) from %I), 0) + 1, false)', numbered.table_name, numbered.column_name, numbered.column_name, numbered.table_name);
            end loop;
        end $$
        """;

    private readonly Argument<FileInfo> file = new("FILE") { Description = "a file that «backup» wrote" };

    public Restore() : base("restore", "Bring a backup into an empty installation, of the same store or the other one") => Command.Add(file);

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        var source = GivenPath.Source(asked.GetRequiredValue(file));
        terminal.Progress("checking the backup");
        var manifest = await BackUp.Check(source, ct);
        var store = services.GetRequiredService<Store>();
        var migrator = services.GetRequiredService<Migrator>();
        if (manifest.Migrations.Except(Migrator.All(Dialect.Sqlite), StringComparer.Ordinal).Except(Migrator.All(Dialect.Postgres), StringComparer.Ordinal).Any())
        {
            throw new CommandRefused($"This backup was made by a newer version ({manifest.Version}). Install that one, or a later one, and restore again.");
        }

        await migrator.Run([.. Migrator.All(store.Dialect).Where(n => manifest.Migrations.Contains(n, StringComparer.Ordinal))], ct);
        await using (var zip = await BackUp.Open(source, ct))
        {
            // The tables come last: a restore that is broken off leaves no nation, so that it can simply be started again.
            await NothingIsThere(store, ct);
            await Files(store.Options, zip, manifest, ct);
            await Tables(store, zip, manifest, services.GetRequiredService<Words>(), terminal.Progress, ct);
        }

        await migrator.Run(ct);
        services.GetRequiredService<NationDirectory>().Forget();
        foreach (var reader in services.GetRequiredService<ReaderNames>().All)
        {
            terminal.Progress($"rebuilding {reader}");
            await services.GetRequiredService<RebuildReader>().Run(reader, ct);
        }

        // The register of addresses is public, and larger than any backup.
        var register = services.GetRequiredService<AddressBook>().File is null && manifest.Tables.Any(t => t.Shape.Name == "person_place" && t.Rows > 0) ? " Points on the map are as they were; to find new addresses, load the register again with «geocode»." : "";
        return terminal.Done(
            new { file = source, madeAt = manifest.MadeAt, tables = manifest.Tables.Count, rows = manifest.Rows, files = manifest.Files.Count },
            string.Create(CultureInfo.InvariantCulture, $"Restored {Counted.Of(manifest.Rows, "row")} and {Counted.Of(manifest.Files.Count, "file")}, as they stood on {manifest.MadeAt:yyyy-MM-dd HH:mm} UTC.{register}"));
    }

    private static async Task NothingIsThere(Store store, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from nation";
        if (Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture) > 0) throw new CommandRefused("There are nations here already. Restore into an empty data folder, or an empty database.");
    }

    private static async Task Tables(Store store, ZipArchive zip, Manifest manifest, Words words, Action<string> say, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        await using var transaction = connection is SqliteConnection sqlite ? (DbTransaction)sqlite.BeginTransaction() : await connection.BeginTransactionAsync(ct);
        var own = await TableShape.All(connection, store.Dialect, ct);
        // The first start leaves keys and the like behind; the backup brings its own.
        foreach (var table in own.Reverse()) await Execute(connection, transaction, $"delete from {table.Name}", ct);
        foreach (var table in own)
        {
            var entry = manifest.Tables.SingleOrDefault(t => t.Shape.Name == table.Name);
            if (entry is null || entry.Rows == 0) continue;
            if (!entry.Shape.Columns.ToHashSet().SetEquals(table.Columns)) throw new CommandRefused($"The store here is of another version than the backup (its table {table.Name} differs). Restore into an empty one.");
            await using var lines = await BackUp.Entry(zip, entry.EntryName).OpenAsync(ct);
            await TableRows.Read(connection, transaction, entry.Shape, lines, ct);
            var written = await TableRows.Write(connection, transaction, entry.Shape, null, ct);
            if (written.Digest != entry.Digest) throw new InvalidOperationException($"What was written to {table.Name} is not what the backup holds: {written.Rows} rows of {entry.Rows}.");
            say($"{table.Name}: {Counted.Of(written.Rows, "row")}");
        }

        if (store.Dialect == Dialect.Postgres) await Execute(connection, transaction, CountOn, ct);
        if (own.Any(t => t.Name == "blast")) await HoldMails(connection, transaction, store.Dialect, words, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>What left after the backup was made is not in it: a mail that was waiting or leaving then may be with everybody by now.</summary>
    private static async Task HoldMails(DbConnection connection, DbTransaction transaction, Dialect dialect, Words words, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Sql.Text("Commands/Backup/HoldMails", dialect);
        foreach (var language in new[] { "fr", "en" })
        {
            var said = words.In(language);
            command.Bind("paused_" + language, said["A backup was brought back. This mail may have left, to some or to everybody, since the backup was made: look into your relay’s log before you let it go on."]);
            command.Bind("draft_" + language, said["A backup was brought back. This mail was waiting for its hour, which may have come since the backup was made: look into your relay’s log before you send it."]);
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task Files(StoreOptions options, ZipArchive zip, Manifest manifest, CancellationToken ct)
    {
        var root = Path.GetFullPath(options.Data) + Path.DirectorySeparatorChar;
        foreach (var one in manifest.Files.Where(f => !f.Path.StartsWith(Journals, StringComparison.Ordinal)))
        {
            var target = Path.GetFullPath(Path.Combine(root, one.Path));
            // A file name of a forged backup must not lead out of the data folder.
            if (!target.StartsWith(root, StringComparison.Ordinal)) throw new CommandRefused($"The backup is forged: {one.Path} is outside the data folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await BackUp.Entry(zip, one.EntryName).ExtractToFileAsync(target, overwrite: true, ct);
        }
    }

    private static async Task Execute(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
