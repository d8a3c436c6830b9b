using System.Text;

namespace Preau.Texting;

/// <summary>Fields of a query or form as bytes: gateways say beside the text in which characters it is written.</summary>
public sealed class RawFields
{
    private readonly List<(string Name, byte[] Value)> values = [];

    /// <param name="encoded">Joined by «&amp;», as a query or a form sends them; the first of a name counts.</param>
    public RawFields(params string[] encoded)
    {
        foreach (var pair in encoded.SelectMany(e => e.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) values.Add((Encoding.UTF8.GetString(Bytes(pair[..equals])), Bytes(pair[(equals + 1)..])));
        }
    }

    /// <summary>All of them as they came, in UTF-8.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> All => [.. values.Select(v => KeyValuePair.Create(v.Name, Encoding.UTF8.GetString(v.Value)))];

    /// <summary>The field as text without signs that no screen shows and PostgreSQL does not take. Bytes that fit no character become «�»: a STOP beside them still counts.</summary>
    public string Text(string name, int longest, string? charset = null)
    {
        if (values.Find(v => name.Equals(v.Name, StringComparison.OrdinalIgnoreCase)).Value is not { } bytes) return "";
        var text = (Of(charset) ?? (IsWide(bytes) ? Encoding.BigEndianUnicode : Encoding.UTF8)).GetString(bytes).ReplaceLineEndings("\n");
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > longest) break;
            if (!Rune.IsControl(rune) || rune.Value == '\n') clean.Append(rune);
        }

        return clean.ToString();
    }

    // Kannel's name of it is UTF-16BE; that of what it has recoded UTF-8 or WINDOWS-1252, and of a plain text UTF-8 or GSM, which it keeps in UTF-8.
    private static Encoding? Of(string? charset) => charset?.Trim().ToUpperInvariant() switch
    {
        "UTF-16BE" or "UTF16BE" or "UTF16-BE" or "UCS-2" or "UCS2" or "UTF-16" => Encoding.BigEndianUnicode,
        "ISO-8859-1" or "LATIN1" or "LATIN-1" => Encoding.Latin1,
        "WINDOWS-1252" or "CP1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
        _ => null,
    };

    /// <summary>Whether bytes of which nobody said what they are were written two a sign, as a telephone does for «Ê»: half of them or more would then be signs that no text has.</summary>
    private static bool IsWide(byte[] bytes) => bytes.Length > 0 && bytes.Length % 2 == 0 && bytes.Where((one, at) => at % 2 == 0 && one == 0).Count() * 4 >= bytes.Length;

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
