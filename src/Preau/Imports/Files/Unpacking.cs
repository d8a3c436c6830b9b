using System.IO.Compression;
using System.Text;

namespace Preau.Imports.Files;

/// <summary>What became of an uploaded file: rows of text, or the reason why not, as a sentence to translate.</summary>
internal abstract record Unpacked
{
    /// <param name="Sheets">The sheets of a workbook that hold something; empty for anything else.</param>
    /// <param name="Sheet">The one that was read.</param>
    public sealed record Text(IReadOnlyList<string> Sheets, string? Sheet) : Unpacked;

    public sealed record Refused(string Reason, object? About = null) : Unpacked;
}

/// <summary>Makes a plain table of whatever was uploaded, in the same place: gzip and zip are unpacked, a workbook is written out row by row. All of it is streamed, and bounded: an archive may be hostile.</summary>
internal static class Unpacking
{
    // A list packs to a tenth, one that repeats itself to a fiftieth; what grows further is no list.
    private const int MostGrowth = 100;
    private const long GrowthIsLookedAtFrom = 64L * 1024 * 1024;
    private const int NamesTold = 5;
    private const string Damaged = "The archive is cut short or damaged: what is packed in it cannot be read to its end. Pack or download it again.";
    private const string Bomb = "The archive unpacks to far more than any list of people. It was not taken.";
    private const string Nested = "There is an archive within the archive. Unpack it, and bring in the table that is in it.";

    public static async Task<Unpacked> Run(string path, string? sheet, CancellationToken ct)
    {
        switch (await FileKinds.Of(path, ct))
        {
            case FileKind.Gzip:
                if (await Replace(path, p => Gunzip(p.From, p.To, ct)) is { } broken) return broken;
                return await FileKinds.Of(path, ct) is FileKind.Plain ? new Unpacked.Text([], null) : new Unpacked.Refused(Nested);
            case FileKind.Zip: return await Unzip(path, sheet, ct);
            case FileKind.Compound: return await Compound(path, ct);
            default: return new Unpacked.Text([], null);
        }
    }

    private static async Task<Unpacked> Unzip(string path, string? sheet, CancellationToken ct)
    {
        string? name;
        try
        {
            await using var file = File.OpenRead(path);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (HoldsWorkbook(zip)) name = null;
            else if (zip.GetEntry("[Content_Types].xml") is not null || zip.GetEntry("mimetype") is not null) return new Unpacked.Refused("This is an office document, but no Excel workbook. Save the table as .xlsx or “CSV UTF-8”, and bring in that file.");
            else if (One(zip, out name) is { } refused) return refused;
        }
        catch (InvalidDataException)
        {
            return new Unpacked.Refused(Damaged);
        }

        if (name is not null)
        {
            if (await Replace(path, p => Extract(p.From, p.To, name, ct)) is { } broken) return broken;
            switch (await FileKinds.Of(path, ct))
            {
                case FileKind.Plain: return new Unpacked.Text([], null);
                case FileKind.Zip when IsWorkbook(path): break;
                default: return new Unpacked.Refused(Nested);
            }
        }

        File.Move(path, Workbook.Beside(path));
        return await Workbook.Write(Workbook.Beside(path), path, sheet, ct);
    }

    /// <summary>The one table in the archive. Its name is only read, never written to: nothing can be put elsewhere.</summary>
    private static Unpacked.Refused? One(ZipArchive zip, out string? name)
    {
        name = null;
        var files = zip.Entries.Where(e => !e.FullName.EndsWith('/') && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) && e.Name is not (".DS_Store" or "Thumbs.db" or "desktop.ini")).Take(1000).ToList();
        if (files.Find(e => e.FullName.Replace('\\', '/') is var full && (full.StartsWith('/') || full.Split('/').Contains("..", StringComparer.Ordinal))) is { } outside) return new("The archive names a place outside of itself ({0}), which no honest one does. It was not taken.", outside.FullName);
        if (files.Count == 0) return new("The archive is empty.");
        if (files.Count > 1) return new("The archive holds several files: {0}. Pack one table alone.", string.Join(", ", files.Take(NamesTold).Select(e => e.Name)) + (files.Count > NamesTold ? ", …" : ""));
        if (files[0].IsEncrypted) return new("The archive is locked by a password. Unpack it, and bring in the table that is in it.");
        name = files[0].FullName;
        return null;
    }

    private static bool HoldsWorkbook(ZipArchive zip) => zip.Entries.Any(e => e.FullName.Equals("xl/workbook.xml", StringComparison.OrdinalIgnoreCase));

    private static bool IsWorkbook(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return HoldsWorkbook(zip);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static async Task<Unpacked.Refused?> Gunzip(string from, string to, CancellationToken ct)
    {
        await using var packed = File.OpenRead(from);
        await using var content = new GZipStream(packed, CompressionMode.Decompress);
        return await Copy(content, to, () => packed.Position, ct);
    }

    private static async Task<Unpacked.Refused?> Extract(string from, string to, string name, CancellationToken ct)
    {
        await using var file = File.OpenRead(from);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        var entry = zip.GetEntry(name)!;
        await using var content = await entry.OpenAsync(ct);
        if (await Copy(content, to, () => entry.CompressedLength, ct) is { } refused) return refused;
        return new FileInfo(to).Length == entry.Length ? null : new(Damaged);
    }

    private static async Task<Unpacked.Refused?> Copy(Stream content, string to, Func<long> packed, CancellationToken ct)
    {
        await using var file = File.Create(to);
        var bytes = new byte[1 << 17];
        long written = 0;
        int read;
        while ((read = await content.ReadAsync(bytes, ct)) > 0)
        {
            written += read;
            if (written > ImportFolder.MaxUnpacked || (written > GrowthIsLookedAtFrom && written / MostGrowth > packed())) return new(Bomb);
            await file.WriteAsync(bytes.AsMemory(0, read), ct);
        }

        return null;
    }

    /// <summary>Writes beside the file and takes its place, or leaves nothing.</summary>
    private static async Task<Unpacked.Refused?> Replace(string path, Func<(string From, string To), Task<Unpacked.Refused?>> write)
    {
        var part = path + ".part";
        try
        {
            if (await write((path, part)) is { } refused) return refused;
            File.Move(part, path, overwrite: true);
            return null;
        }
        catch (InvalidDataException)
        {
            return new(Damaged);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>A workbook with a password is an old container with the new file in it, unreadable.</summary>
    private static async Task<Unpacked> Compound(string path, CancellationToken ct)
    {
        var mark = Encoding.Unicode.GetBytes("EncryptedPackage");
        await using var file = File.OpenRead(path);
        var bytes = new byte[1 << 17];
        var kept = 0;
        int read;
        while ((read = await file.ReadAsync(bytes.AsMemory(kept), ct)) > 0)
        {
            var seen = bytes.AsSpan(0, kept + read);
            if (seen.IndexOf(mark) >= 0) return new Unpacked.Refused("This workbook is locked by a password. Open it, save it without one, and bring in that file.");
            kept = Math.Min(mark.Length, seen.Length);
            seen[^kept..].CopyTo(bytes);
        }

        return new Unpacked.Refused("This is an Excel file of the old kind (.xls) or another office file. Open it, save the table as .xlsx or “CSV UTF-8”, and bring in that file.");
    }
}
