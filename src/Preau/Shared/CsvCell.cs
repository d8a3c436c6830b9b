using System.Buffers;

namespace Preau.Shared;

/// <summary>A cell of a table that is text: what would be taken for its end stands between quotation marks (RFC 4180).</summary>
public static class CsvCell
{
    // Both signs that separate somewhere, so that a file reads right where it was not made for.
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\"\r\n");

    public static string Of(string text, char separator) =>
        text.AsSpan().IndexOfAny(Special) < 0 && !text.Contains(separator, StringComparison.Ordinal) ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
