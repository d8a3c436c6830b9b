using System.Net.Mime;
using Preau.Attachments;

namespace Preau.Mail.Linked;

/// <summary>A kind of file that may be linked. Not: what a browser would run (HTML, SVG), what carries macros (the old formats of offices), and archives, of which nobody sees what is in them.</summary>
/// <param name="Ending">Of its name.</param>
/// <param name="Type">What those are told who fetch it.</param>
/// <param name="Fits">Does it begin as such a file does?</param>
public sealed record LinkedKind(string Ending, string Type, Func<byte[], bool> Fits)
{
    /// <summary>How much of a file is looked at.</summary>
    public const int Looked = 4096;

    private const string Office = "application/vnd.openxmlformats-officedocument.", Open = "application/vnd.oasis.opendocument.";

    public static readonly IReadOnlyList<LinkedKind> All =
    [
        new(".pdf", MediaTypeNames.Application.Pdf, b => b.AsSpan().IndexOf("%PDF-"u8) is >= 0 and < 1024),
        new(".odt", Open + "text", IsPacked), new(".ods", Open + "spreadsheet", IsPacked), new(".odp", Open + "presentation", IsPacked),
        new(".docx", Office + "wordprocessingml.document", IsPacked), new(".xlsx", Office + "spreadsheetml.sheet", IsPacked), new(".pptx", Office + "presentationml.presentation", IsPacked),
        new(".txt", MediaTypeNames.Text.Plain, IsText), new(".csv", MediaTypeNames.Text.Csv, IsText), new(".ics", "text/calendar", b => IsText(b) && b.AsSpan().IndexOf("BEGIN:VCALENDAR"u8) is >= 0 and < 16),
        new(".mp3", "audio/mpeg", b => b.AsSpan().StartsWith("ID3"u8) || b is [0xFF, >= 0xE0, ..]),
    ];

    /// <summary>By the last ending of its name; null where such a file cannot be linked.</summary>
    public static LinkedKind? Of(string name)
    {
        var ending = AttachmentName.Ending(name);
        return All.FirstOrDefault(k => k.Ending.Equals(ending, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>As people say it: «PDF».</summary>
    public string Label => Ending[1..].ToUpperInvariant();

    private static bool IsPacked(byte[] begin) => begin.AsSpan().StartsWith("PK\x03\x04"u8);

    // What is no text has noughts soon; text in two bytes a letter says so at its beginning.
    private static bool IsText(byte[] begin) => begin is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !begin.Contains((byte)0);
}
