using System.Globalization;

namespace Preau.Texting;

/// <summary>
/// How a text travels: in the 7-bit alphabet of GSM with its extension table, where every character has a place there, else in UCS-2; and how many SMS it takes.
/// A text of several carries a header in each, so that fewer characters fit. It says nothing of prices, and knows no national shift tables, which few networks take.
/// A character of the extension table, a surrogate pair, is never cut in two; a line break counts as one.
/// </summary>
/// <param name="IsUnicode">Whether it travels in UCS-2.</param>
/// <param name="Units">Septets, or UCS-2 units of 16 bits.</param>
/// <param name="Segments">How many SMS; none for an empty text.</param>
/// <param name="Left">How many units still fit into the last one.</param>
/// <remarks>3GPP TS 23.038 (6.2.1, alphabet and extension table), 3GPP TS 23.040 (9.2.3.24.1, concatenation: 160 or 153 septets, 70 or 67 units).</remarks>
public sealed record SmsText(bool IsUnicode, int Units, int Segments, int Left)
{
    /// <summary>The default alphabet, without the escape to the extension table.</summary>
    public const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>Characters that take two septets: the escape and their own.</summary>
    public const string Extended = "\f^{}\\[~]|€";

    private const int OneGsm = 160, PartGsm = 153, OneUnicode = 70, PartUnicode = 67;

    public static SmsText Of(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var isUnicode = !text.All(c => Basic.Contains(c, StringComparison.Ordinal) || Extended.Contains(c, StringComparison.Ordinal));
        var (one, part) = isUnicode ? (OneUnicode, PartUnicode) : (OneGsm, PartGsm);
        var widths = isUnicode ? Pairs(text) : text.Select(c => Extended.Contains(c, StringComparison.Ordinal) ? 2 : 1);
        var (units, segments, used) = (0, 0, part);
        foreach (var width in widths)
        {
            units += width;
            if (used + width > part) (segments, used) = (segments + 1, 0);
            used += width;
        }

        return units <= one ? new(isUnicode, units, units == 0 ? 0 : 1, one - units) : new(isUnicode, units, segments, part - used);
    }

    /// <summary>The first character that makes it travel in UCS-2; null where none does.</summary>
    public static string? Widening(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var at = text.AsSpan().IndexOfAnyExcept(Basic + Extended);
        return at < 0 ? null : StringInfo.GetNextTextElement(text, at);
    }

    private static IEnumerable<int> Pairs(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at++;
                yield return 2;
            }
            else
            {
                yield return 1;
            }
        }
    }
}
