using System.Buffers;
using System.Text;

namespace Preau.Imports;

/// <summary>What a file is, by its bytes: how its text is written, or which other kind of file it is.</summary>
public static class CsvBytes
{
    // What stands in no text, but within the first few hundred bytes of nearly everything else. The end of a file of old (26) and escapes (27) are let be.
    private static readonly SearchValues<byte> NoText = SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);

    private const int HeadLength = 512;
    private const string Mixed = "utf-8, ";
    private const string Windows = "windows-1252";
    private const string Mac = "macintosh";
    private const int MostByChance = 20;

    // PNG, JPEG, GIF, TIFF, 7z, RAR, bzip2, xz, and an older kind of archive.
    private static readonly byte[][] Signatures = [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [.. "GIF8"u8], [0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x37, 0x7A, 0xBC, 0xAF], [.. "Rar!"u8], [.. "BZh"u8], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x1F, 0x9D]];

    static CsvBytes() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Another kind of file that people take for a list, as a sentence to translate; null for what may be text.</summary>
    public static async Task<string?> Foreign(string path, CancellationToken ct)
    {
        var bytes = await Head(path, ct);
        if (bytes.AsSpan().StartsWith("%PDF"u8)) return "This is a PDF. A list can only be brought in as CSV or .xlsx: ask for it from where the PDF was made.";
        if (Signatures.Any(s => bytes.AsSpan().StartsWith(s))) return "This is a picture or an archive, not a CSV file. Unpack it, or save the table as CSV, then try again.";
        var text = System.Text.Encoding.Latin1.GetString(bytes).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        var isPage = text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<table", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
        return isPage ? "This is a web page, not a CSV file: often the sign-in page of the system that it was to come from. Download the list again." : null;
    }

    /// <summary>How the text is written, for <see cref="Decoder"/>; null when it is none.</summary>
    public static async Task<string?> Encoding(string path, CancellationToken ct)
    {
        var head = await Head(path, ct);
        if (head is [0xFF, 0xFE, ..]) return "utf-16";
        if (head is [0xFE, 0xFF, ..]) return "utf-16BE";
        await using var file = File.OpenRead(path);
        var stray = new StrayBytes(meant: null);
        var decoder = new UTF8Encoding(false).GetDecoder();
        decoder.Fallback = stray;
        var bytes = new byte[1 << 16];
        var chars = new char[bytes.Length + 4];
        var (accents, western) = (0L, 0L);
        int read;
        while ((read = await file.ReadAsync(bytes, ct)) > 0)
        {
            if (bytes.AsSpan(0, read).IndexOfAny(NoText) >= 0) return null;
            foreach (var c in chars.AsSpan(0, decoder.GetChars(bytes, 0, read, chars, 0, flush: false)))
            {
                if (c < 0x80) continue;
                accents++;
                if (c is < '\u0180' or (>= '\u2000' and < '\u2100')) western++;
            }
        }

        // A file may end within a letter.
        decoder.GetChars([], 0, 0, chars, 0, flush: true);
        if (stray.Count == 0) return "utf-8";
        var other = stray.Sense(System.Text.Encoding.GetEncoding(Mac)) > stray.Sense(System.Text.Encoding.GetEncoding(Windows)) ? Mac : Windows;
        // By chance, two accented letters of Windows-1252 make one of UTF-8 now and then, and an apostrophe before an accented letter always does on a Mac, though none of the West;
        // lists that were put together from both have many of each.
        return (other == Mac ? western : accents) * MostByChance > stray.Count ? Mixed + other : other;
    }

    /// <summary>What <see cref="Encoding"/> found, as one that reads it.</summary>
    public static Encoding Decoder(string name) => name.StartsWith(Mixed, StringComparison.Ordinal)
        ? System.Text.Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new StrayBytes(System.Text.Encoding.GetEncoding(name[Mixed.Length..])))
        : System.Text.Encoding.GetEncoding(name);

    private static async Task<byte[]> Head(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        var bytes = new byte[HeadLength];
        return bytes[..await file.ReadAtLeastAsync(bytes, HeadLength, throwOnEndOfStream: false, ct)];
    }
}
