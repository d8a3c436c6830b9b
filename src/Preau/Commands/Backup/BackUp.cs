using System.CommandLine;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Preau.Commands.Backup;

/// <summary>Everything of the installation in one file, while it runs: one snapshot of the store, then the files of the data folder.</summary>
public sealed class BackUp : Verb
{
    private readonly Option<FileInfo?> to = new("--to") { HelpName = "FILE", Description = "the file to write; without it, a file named for the time in this folder" };

    private readonly Option<bool> overwrite = GivenPath.OverwriteOption();

    public BackUp() : base("backup", "Write the whole installation into one file, while it runs, and read it again to be sure")
    {
        Command.Add(to);
        Command.Add(overwrite);
    }

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        var store = services.GetRequiredService<Store>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var mayReplace = asked.GetValue(overwrite);
        var target = GivenPath.Target(asked.GetValue(to) ?? new FileInfo($"preau-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}.zip"), mayReplace);
        await Begun(services, ct);
        var partial = target + ".part";
        var manifest = await Write(store, partial, now, terminal.Progress, ct);
        terminal.Progress("reading it again");
        await Check(partial, ct);
        File.Move(partial, target, mayReplace);
        return terminal.Done(
            new { file = target, tables = manifest.Tables.Count, rows = manifest.Rows, files = manifest.Files.Count, bytes = new FileInfo(target).Length },
            $"Backed up {Counted.Of(manifest.Rows, "row")} and {Counted.Of(manifest.Files.Count, "file")} to {target}.");
    }

    public static async Task<Manifest> Write(Store store, string file, DateTimeOffset now, Action<string> say, CancellationToken ct)
    {
        await using var stream = PrivateFile.Create(file);
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: false, entryNameEncoding: null, ct);
        var tables = await Tables(store, zip, say, ct);
        var files = await Files(store.Options, zip, [file, file[..^".part".Length]], ct);
        var manifest = new Manifest(Manifest.CurrentFormat, typeof(BackUp).Assembly.GetName().Version!.ToString(3), now, store.Dialect, Migrator.All(store.Dialect), tables, files);
        await using var entry = await zip.CreateEntry(Manifest.Name).OpenAsync(ct);
        await JsonSerializer.SerializeAsync(entry, manifest, Manifest.Json, ct);
        return manifest;
    }

    /// <summary>Reads a backup from end to end and compares it with its manifest.</summary>
    public static async Task<Manifest> Check(string file, CancellationToken ct)
    {
        try
        {
            return await Compare(file, ct);
        }
        catch (Exception damage) when (damage is InvalidDataException or JsonException or EndOfStreamException)
        {
            // The zip itself is hit, where the sums of the manifest are not even reached.
            throw new CommandRefused($"The backup is damaged: {file} was changed or cut off after it was written. Take another one.");
        }
    }

    private static async Task<Manifest> Compare(string file, CancellationToken ct)
    {
        await using var zip = await Open(file, ct);
        var manifest = await ManifestOf(zip, ct);
        foreach (var table in manifest.Tables)
        {
            await using var lines = await Entry(zip, table.EntryName).OpenAsync(ct);
            var digest = await TableRows.Sum(lines, ct);
            if (digest.Rows != table.Rows || digest.Text != table.Digest) throw new CommandRefused($"The backup is damaged: {table.EntryName} is not what its manifest says.");
        }

        foreach (var one in manifest.Files)
        {
            await using var content = await Entry(zip, one.EntryName).OpenAsync(ct);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != one.Sha256) throw new CommandRefused($"The backup is damaged: {one.EntryName} is not what its manifest says.");
        }

        return manifest;
    }

    public static async Task<ZipArchive> Open(string file, CancellationToken ct)
    {
        try
        {
            return await ZipFile.OpenReadAsync(file, ct);
        }
        catch (InvalidDataException)
        {
            throw new CommandRefused($"{file} is not a whole backup: it was cut off, or is something else.");
        }
    }

    public static ZipArchiveEntry Entry(ZipArchive zip, string name) => zip.GetEntry(name) ?? throw new CommandRefused($"This is not a whole backup: {name} is missing.");

    public static async Task<Manifest> ManifestOf(ZipArchive zip, CancellationToken ct)
    {
        await using var stream = await Entry(zip, Manifest.Name).OpenAsync(ct);
        var manifest = await JsonSerializer.DeserializeAsync<Manifest>(stream, Manifest.Json, ct);
        return manifest is { Format: Manifest.CurrentFormat } ? manifest : throw new CommandRefused($"This backup has format {manifest?.Format}; this version reads format {Manifest.CurrentFormat}.");
    }

    private static async Task<List<TableEntry>> Tables(Store store, ZipArchive zip, Action<string> say, CancellationToken ct)
    {
        await using var connection = await store.Open(ct);
        // One snapshot over all tables, without holding up those who write.
        await using var snapshot = connection is SqliteConnection sqlite ? (DbTransaction)sqlite.BeginTransaction(deferred: true) : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var entries = new List<TableEntry>();
        foreach (var table in await TableShape.All(connection, store.Dialect, ct))
        {
            await using var lines = await zip.CreateEntry($"tables/{table.Name}.jsonl", CompressionLevel.Fastest).OpenAsync(ct);
            var entry = await TableRows.Write(connection, snapshot, table, lines, ct);
            if (entry.Rows > 0) say($"{table.Name}: {Counted.Of(entry.Rows, "row")}");
            entries.Add(entry);
        }

        return entries;
    }

    private static async Task<List<FileEntry>> Files(StoreOptions options, ZipArchive zip, string[] without, CancellationToken ct)
    {
        var entries = new List<FileEntry>();
        foreach (var file in Directory.EnumerateFiles(options.Data, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal))
        {
            if (file.StartsWith(options.SqliteFile, StringComparison.Ordinal) || without.Contains(file, StringComparer.Ordinal)) continue;
            var path = Path.GetRelativePath(options.Data, file).Replace('\\', '/');
            // The register of addresses is public, larger than all the rest, and can be loaded again.
            if (path.StartsWith("addresses/", StringComparison.Ordinal)) continue;
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var entry = await zip.CreateEntry("files/" + path, CompressionLevel.Fastest).OpenAsync(ct);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            long bytes = 0;
            for (var read = await source.ReadAsync(buffer, ct); read > 0; read = await source.ReadAsync(buffer, ct))
            {
                hash.AppendData(buffer, 0, read);
                await entry.WriteAsync(buffer.AsMemory(0, read), ct);
                bytes += read;
            }

            entries.Add(new FileEntry(path, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }

        return entries;
    }
}
