namespace Preau.Imports;

/// <summary>The disk had no room for a file; nothing of it was kept.</summary>
public sealed class DiskFull(Exception cause) : Exception("The disk is full.", cause);

/// <summary>Where uploaded files wait, below the data folder and apart by nation.</summary>
public sealed class ImportFolder(Store store, CurrentNation nation)
{
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    // What the system calls no room: ENOSPC and EDQUOT on Linux, and Windows' ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] NoRoom = [28, 122, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    public string Full(string path) => Path.Combine(store.Options.Data, path);

    /// <summary>Streams a file to the disk; the path is relative to the data folder.</summary>
    /// <exception cref="DiskFull"/>
    public async Task<string> Keep(Stream content, CancellationToken ct)
    {
        var relative = Path.Combine("imports", nation.Id.ToString(), $"{Guid.NewGuid():n}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(Full(relative))!);
        await Write(content, Full(relative), ct);
        return relative;
    }

    /// <exception cref="DiskFull"/>
    public static async Task Write(Stream content, string path, CancellationToken ct)
    {
        try
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file, ct);
        }
        catch (IOException problem) when (NoRoom.Contains(problem.HResult))
        {
            File.Delete(path);
            throw new DiskFull(problem);
        }
    }
}
