namespace Preau.Imports;

/// <summary>The disk had no room for a file; nothing of it was kept.</summary>
public sealed class DiskFull(Exception cause) : Exception("The disk is full.", cause);

/// <summary>Where uploaded files wait, below the data folder and apart by nation.</summary>
public sealed class ImportFolder(Store store, CurrentNation nation)
{
    public const long MaxBytes = 8L * 1024 * 1024 * 1024;

    /// <summary>What an archive may unpack to.</summary>
    public const long MaxUnpacked = 16L * 1024 * 1024 * 1024;

    private string Own => Path.Combine("imports", nation.Id.ToString());

    public string Full(string path) => Path.Combine(store.Options.Data, path);

    /// <summary>Streams a file to the disk; the path is relative to the data folder.</summary>
    /// <exception cref="DiskFull"/>
    public async Task<string> Keep(Stream content, CancellationToken ct)
    {
        var relative = Path.Combine(Own, $"{Guid.NewGuid():n}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(Full(relative))!);
        await Write(content, Full(relative), ct);
        return relative;
    }

    /// <summary>Takes a file away that nobody will read again: it holds what a campaign knows of people.</summary>
    public void Forget(string path)
    {
        File.Delete(Full(path));
        File.Delete(Files.Workbook.Beside(Full(path)));
    }

    /// <summary>Takes away what an upload left that died before it was written down: files that were last written before <paramref name="before"/> and belong to none of the <paramref name="known"/> paths.</summary>
    /// <returns>How many files went.</returns>
    public int ForgetStrays(IReadOnlyCollection<string> known, DateTimeOffset before)
    {
        var own = new DirectoryInfo(Full(Own));
        if (!own.Exists) return 0;
        var strays = own.EnumerateFiles().Where(f => f.LastWriteTimeUtc < before.UtcDateTime && !known.Any(k => f.FullName.StartsWith(Full(k), StringComparison.Ordinal))).ToList();
        foreach (var stray in strays) stray.Delete();
        return strays.Count;
    }

    public bool Has(string path) => File.Exists(Full(path));

    /// <exception cref="DiskFull"/>
    public static async Task Write(Stream content, string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file, ct);
        }
        catch (IOException problem) when (NoRoom.In(problem))
        {
            File.Delete(path);
            throw new DiskFull(problem);
        }
    }
}
