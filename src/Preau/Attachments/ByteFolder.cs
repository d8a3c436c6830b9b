using System.Security.Cryptography;
using Preau.Imports;

namespace Preau.Attachments;

/// <summary>Where bytes lie that a row names: below the data folder and apart by nation, each under a random key alone, so that no name that was given leads anywhere.</summary>
public abstract class ByteFolder(Store store, CurrentNation nation, string name)
{
    private const int KeysATime = 500;

    private string Own => Path.Combine(store.Options.Data, name, nation.Id.ToString());

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

    /// <summary>Keys of files that were last written before an instant: what is being kept just now is not among them.</summary>
    public IEnumerable<string> KeysFrom(DateTimeOffset before)
    {
        var own = new DirectoryInfo(Own);
        return own.Exists ? own.EnumerateFiles().Where(f => f.LastWriteTimeUtc < before.UtcDateTime).Select(f => f.Name) : [];
    }

    /// <summary>Takes those away that no row names.</summary>
    /// <param name="keys">Of bytes that may be nobody's any more.</param>
    /// <param name="known">Which of some keys stand in a row.</param>
    public async Task Sweep(IEnumerable<string> keys, Func<string[], Task<List<string>>> known)
    {
        foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(KeysATime))
        {
            foreach (var key in some.Except(await known(some), StringComparer.Ordinal)) Forget(key);
        }
    }
}
