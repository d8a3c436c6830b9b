using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Preau.Geography;

/// <summary>What the book holds and where it comes from.</summary>
public sealed record BookFacts(string Source, DateTimeOffset LoadedAt, long Addresses, long Streets, long Communes);

/// <summary>
/// The register of addresses: public, the same for every nation, larger than any campaign. It is a file of its own below the data folder, which is made
/// beside the one in use and takes its place when it is whole.
/// </summary>
public sealed class AddressBook(Store store)
{
    private const string Beginning = "book-";

    /// <summary>Where an operator drops files, and uploaded ones wait.</summary>
    public string Folder => Path.Combine(store.Options.Data, "addresses");

    /// <summary>The newest whole book; null while none was loaded.</summary>
    public string? File => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, Beginning + "*.sqlite").Max(StringComparer.Ordinal) : null;

    /// <summary>Null while no addresses are loaded.</summary>
    public Geocoder? Open() => File is { } file ? new Geocoder(Connect(file)) : null;

    public BookFacts? Facts()
    {
        using var geocoder = Open();
        return geocoder?.Facts;
    }

    /// <summary>What an operator has put there to be loaded, by name.</summary>
    public IReadOnlyList<string> Dropped() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(n => n.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || n.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)]
        : [];

    internal string Next(DateTimeOffset now)
    {
        Directory.CreateDirectory(Folder);
        // Behind the one in use, whatever the clock says.
        var last = File is { } file && long.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(Beginning.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : 0;
        return Path.Combine(Folder, $"{Beginning}{Math.Max(now.UtcTicks, last + 1):d20}.sqlite");
    }

    /// <summary>Those that a newer one replaced. Whoever still reads one goes on reading it.</summary>
    internal void ForgetOld()
    {
        var current = File;
        foreach (var old in Directory.EnumerateFiles(Folder, Beginning + "*.sqlite").Where(f => f != current).ToList()) System.IO.File.Delete(old);
    }

    internal static SqliteConnection Connect(string file, bool isWritten = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = isWritten ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly, Cache = SqliteCacheMode.Private, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
