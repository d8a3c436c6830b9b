using System.Text;

namespace Preau.Texting;

/// <summary>Fields of a query or form as bytes: gateways say beside the text in which characters it is written.</summary>
public sealed class RawFields
{
    private readonly Dictionary<string, byte[]> values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="encoded">Joined by «&amp;», as a query or a form sends them; the first of a name counts.</param>
    public RawFields(params string[] encoded)
    {
        foreach (var pair in encoded.SelectMany(e => e.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) values.TryAdd(pair[..equals], Bytes(pair[(equals + 1)..]));
        }
    }

    /// <summary>The field as text without signs that no screen shows and PostgreSQL does not take. Bytes that fit no character become «�»: a STOP beside them still counts.</summary>
    public string Text(string name, int longest, string? charset = null)
    {
        if (!values.TryGetValue(name, out var bytes)) return "";
        var text = Of(charset).GetString(bytes).ReplaceLineEndings("\n");
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest) break;
            if (!Rune.IsControl(rune) || rune.Value == '\n') clean.Append(rune);
        }

        return clean.ToString();
    }

    private static Encoding Of(string? charset) => charset?.Trim().ToUpperInvariant() switch
    {
        "UTF-16BE" or "UTF16BE" or "UCS-2" or "UCS2" or "UTF-16" => Encoding.BigEndianUnicode,
        "ISO-8859-1" or "LATIN1" or "LATIN-1" or "WINDOWS-1252" => Encoding.Latin1,
        _ => Encoding.UTF8,
    };

    private static byte[] Bytes(string encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        for (var at = 0; at < encoded.Length; at++)
        {
            var sign = encoded[at];
            if (sign == '%' && at + 2 < encoded.Length && byte.TryParse(encoded.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                at += 2;
            }
            else if (sign == '+')
            {
                bytes.Add((byte)' ');
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([sign]));
            }
        }

        return [.. bytes];
    }
}
