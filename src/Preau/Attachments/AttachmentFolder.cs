using System.Security.Cryptography;
using Preau.Imports;

namespace Preau.Attachments;

/// <summary>Where the bytes lie, below the data folder and apart by nation, each under its key alone.</summary>
public sealed class AttachmentFolder(Store store, CurrentNation nation)
{
    private string Own => Path.Combine(store.Options.Data, "attachments", nation.Id.ToString());

    public static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string Full(string key) => Path.Combine(Own, key);

    public bool Has(string key) => File.Exists(Full(key));

    /// <exception cref="DiskFull"/>
    public async Task Keep(string key, Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(Own);
        await ImportFolder.Write(content, Full(key), ct);
    }

    public void Forget(string key)
    {
        if (Has(key)) File.Delete(Full(key));
    }

    /// <summary>Keys of files that were last written before an instant: what is being attached just now is not among them.</summary>
    public IEnumerable<string> KeysFrom(DateTimeOffset before)
    {
        var own = new DirectoryInfo(Own);
        return own.Exists ? own.EnumerateFiles().Where(f => f.LastWriteTimeUtc < before.UtcDateTime).Select(f => f.Name) : [];
    }
}
