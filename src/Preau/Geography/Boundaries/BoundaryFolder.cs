namespace Preau.Geography;

/// <summary>Where uploaded boundaries wait until they are in, below the data folder and apart by nation.</summary>
public sealed class BoundaryFolder(Store store, CurrentNation nation)
{
    public string Full(string path) => Path.Combine(store.Options.Data, path);

    /// <exception cref="IOException">There is no room.</exception>
    public async Task<string> Keep(Stream content, CancellationToken ct)
    {
        var relative = Path.Combine("boundaries", nation.Id.ToString(), $"{Guid.NewGuid():n}.geojson");
        Directory.CreateDirectory(Path.GetDirectoryName(Full(relative))!);
        try
        {
            await using var file = File.Create(Full(relative));
            await content.CopyToAsync(file, ct);
            return relative;
        }
        catch
        {
            Forget(relative);
            throw;
        }
    }

    public void Forget(string path)
    {
        if (path.Length > 0 && File.Exists(Full(path))) File.Delete(Full(path));
    }
}
