namespace Preau.Imports;

/// <summary>Where uploaded files wait, below the data folder and apart by nation.</summary>
public sealed class ImportFolder(Store store, CurrentNation nation)
{
    public const long MaxBytes = 2L * 1024 * 1024 * 1024;

    public string Full(string path) => Path.Combine(store.Options.Data, path);

    /// <summary>Streams a file to the disk; the path is relative to the data folder.</summary>
    public async Task<string> Keep(Stream content, CancellationToken ct)
    {
        var relative = Path.Combine("imports", nation.Id.ToString(), $"{Guid.NewGuid():n}.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(Full(relative))!);
        await using var file = File.Create(Full(relative));
        await content.CopyToAsync(file, ct);
        return relative;
    }
}
