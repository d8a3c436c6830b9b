using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Preau.Geography;

/// <summary>What the book holds and where it comes from.</summary>
public sealed record BookFacts(string Source, DateTimeOffset LoadedAt, long Addresses, long Streets, long Communes);

/// <summary>
/// The register of addresses: public, the same for every nation, larger than any campaign. It is a file of its own below the data folder, which is made
/// beside the one in use and takes its place when it is whole.
/// </summary>
public sealed class AddressBook(Store store) : IDisposable
{
    public const string Uploading = "upload-";
    public const string Building = "building-";
    private const string Beginning = "register-";
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);
    private Geocoder? idle;

    /// <summary>Where an operator drops files, and uploaded ones wait.</summary>
    public string Folder => Path.Combine(store.Options.Data, "addresses");

    /// <summary>The newest whole book; null while none was loaded.</summary>
    public string? File => Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, Beginning + "*.sqlite").Max(StringComparer.Ordinal) : null;

    /// <summary>Null while no addresses are loaded.</summary>
    public Geocoder? Open() => File is { } file ? new Geocoder(file) : null;

    /// <summary>For one question after the other: what the one before had read of its communes is there still, where nobody else has it in hand.</summary>
    public LentGeocoder Lend()
    {
        var kept = Interlocked.Exchange(ref idle, null);
        if (kept is not null && kept.File == File) return new(this, kept);
        kept?.Dispose();
        return new(this, Open());
    }

    internal void Return(Geocoder? geocoder) => Interlocked.Exchange(ref idle, geocoder)?.Dispose();

    public void Dispose() => Return(null);

    public BookFacts? Facts()
    {
        using var lent = Lend();
        return lent.Geocoder?.Facts;
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

    /// <summary>What a process left that was killed: half a register, and half an upload.</summary>
    /// <param name="now">A day later nobody is at them any more.</param>
    /// <param name="named">Files that somebody still waits for.</param>
    internal void ForgetAbandoned(DateTimeOffset now, params string[] named)
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var left in Directory.EnumerateFiles(Folder, Building + "*").Concat(Directory.EnumerateFiles(Folder, Uploading + "*.part")).Where(f => !named.Contains(f, StringComparer.Ordinal)).ToList())
        {
            if (System.IO.File.GetLastWriteTimeUtc(left) < (now - Abandoned).UtcDateTime) System.IO.File.Delete(left);
        }
    }

    internal static SqliteConnection Connect(string file, bool isWritten = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = isWritten ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly, Cache = SqliteCacheMode.Private, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}

/// <summary>A geocoder in hand; given back, the next one has it.</summary>
public sealed class LentGeocoder(AddressBook book, Geocoder? geocoder) : IDisposable
{
    public Geocoder? Geocoder => geocoder;

    public void Dispose() => book.Return(geocoder);
}
