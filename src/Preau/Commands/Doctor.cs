using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Preau.Feed;
using Preau.Nations;

namespace Preau.Commands;

/// <summary>Looks at everything an operator would be asked about first.</summary>
public sealed class Doctor() : Verb("doctor", "Look for what is wrong with this installation, and say what to do")
{
    private const long LittleRoom = 1L << 30;

    protected override async Task<int> Run(ParseResult asked, IServiceProvider services, Terminal terminal, CancellationToken ct)
    {
        var findings = new List<Finding>();
        var store = services.GetRequiredService<Store>();
        findings.Add(Folder(store.Options.Data));
        findings.Add(Room(store.Options.Data));
        var pending = Migrator.All(store.Dialect).Except(await services.GetRequiredService<Migrator>().Applied(ct), StringComparer.Ordinal).Count();
        findings.Add(pending == 0
            ? new Finding("schema", true, "up to date")
            : new Finding("schema", false, $"{Counted.Of(pending, "migration is", "migrations are")} missing: start the program or run «migrate»"));
        if (pending == 0)
        {
            findings.Add(await Whole(store, ct));
            findings.AddRange(await Nations(services, ct));
            findings.AddRange(await Readers(services, ct));
        }

        var isWell = findings.TrueForAll(f => f.IsWell);
        return terminal.Done(new { isWell, findings }, string.Join('\n', findings.Select(f => $"{(f.IsWell ? "ok" : "!!")}  {f.Subject}: {f.Says}")), isWell);
    }

    private static Finding Folder(string folder)
    {
        if (File.Exists(folder)) return new Finding("data folder", false, $"{folder} is a file, not a folder: name a folder with PREAU_DATA");
        if (!Directory.Exists(folder)) return new Finding("data folder", false, $"{folder} is not there: the first start makes it, or PREAU_DATA names another one");
        if (File.Exists("/proc/self/mountinfo") && LocalDisk.NetworkMountOf(folder, File.ReadAllText("/proc/self/mountinfo")) is { } kind)
        {
            return new Finding("data folder", false, $"{folder} is on a network mount ({kind}): move it to a local disk");
        }

        var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding("data folder", true, folder);
        }
        catch (UnauthorizedAccessException)
        {
            return new Finding("data folder", false, $"{folder} can't be written by {Environment.UserName}: give it to the user that the program runs as");
        }
    }

    private static Finding Room(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        var free = new DriveInfo(there).AvailableFreeSpace;
        return free >= LittleRoom ? new Finding("free space", true, $"{free >> 20} MB") : new Finding("free space", false, $"{free >> 20} MB are left: make room before it runs out");
    }

    private static async Task<Finding> Whole(Store store, CancellationToken ct)
    {
        if (store.Dialect == Dialect.Postgres) return new Finding("store", true, "PostgreSQL answers");
        await using var connection = await store.Open(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "pragma quick_check(1)";
        return await command.ExecuteScalarAsync(ct) is "ok"
            ? new Finding("store", true, "SQLite file is whole")
            : new Finding("store", false, "the SQLite file is damaged: stop the program and restore the last backup");
    }

    private static async Task<List<Finding>> Nations(IServiceProvider services, CancellationToken ct)
    {
        var findings = new List<Finding>();
        foreach (var nation in await services.GetRequiredService<NationDirectory>().All(ct))
        {
            await using var scope = await Enter(services, nation.Slug, ct);
            var owners = await scope.ServiceProvider.GetRequiredService<Database>().Memberships.CountAsync(m => m.Role == Accounts.Role.Owner, ct);
            findings.Add(owners > 0 ? new Finding($"nation {nation.Slug}", true, "has an owner") : new Finding($"nation {nation.Slug}", false, "has no owner: nobody can change its settings"));
        }

        return findings.Count > 0 ? findings : [new Finding("nations", false, "there is none yet: open the panel in a browser to make the first")];
    }

    private static async Task<List<Finding>> Readers(IServiceProvider services, CancellationToken ct)
    {
        var end = await services.GetRequiredService<ChangeFeed>().End(ct);
        await using var scope = services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<Database>().Set<ChangeReader>().AsNoTracking().ToDictionaryAsync(r => r.Name, StringComparer.Ordinal, ct);
        return [.. services.GetRequiredService<ReaderNames>().All.Select(name => Reader(name, rows.GetValueOrDefault(name), end))];
    }

    private static Finding Reader(string name, ChangeReader? row, FeedCursor end)
    {
        var behind = row is null ? end.Position : end.Position - row.Position;
        return behind <= ChangeFeed.BatchSize
            ? new Finding($"reader {name}", true, behind <= 0 ? "has read everything" : $"{Counted.Of(behind, "change")} behind")
            : new Finding($"reader {name}", false, $"{Counted.Of(behind, "change")} behind: is the program running? «rebuild {name}» starts it anew");
    }

    private sealed record Finding(string Subject, bool IsWell, string Says);
}
