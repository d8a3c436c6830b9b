using System.Globalization;
using System.Text;

namespace Preau.Shared;

/// <summary>Names as they are matched and searched: lower case, no accents, words apart by one space
/// ("Élodie LE GOFF-D’Hérouville" is "elodie le goff d herouville").</summary>
public static class NameKey
{
    public static string Of(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "";
        var key = new StringBuilder(name.Length);
        foreach (var c in Whole(name).Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c)) key.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) continue;
            else if (Spelled(c) is { } spelled) key.Append(spelled);
            else if (char.IsLetterOrDigit(c)) key.Append(char.ToLowerInvariant(c));
            else if (key.Length > 0 && key[^1] != ' ') key.Append(' ');
        }
        return key.ToString().TrimEnd();
    }

    /// <summary>The key of a whole name, last name first: what lists are sorted by and searched in.</summary>
    public static string Of(string? lastName, string? firstName) => $"{Of(lastName)} {Of(firstName)}".Trim();

    /// <summary>Both keys that people are listed by: last name first, and first name first.</summary>
    public static (string ByLast, string ByFirst) Both(string? lastName, string? firstName)
    {
        var (last, first) = (Of(lastName), Of(firstName));
        return ($"{last} {first}".Trim(), $"{first} {last}".Trim());
    }

    /// <summary>Without spaces, to compare names of which one is written "Le Goff" and the other "Legoff".</summary>
    public static string Compact(string? name) => Of(name).Replace(" ", "", StringComparison.Ordinal);

    public static string[] Words(string? name) => Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Half a sign, or what is none (U+FFFE, U+FFFF), cannot be taken apart: it parts words.</summary>
    private static string Whole(string name) => name.AsSpan().ContainsAnyInRange('\uD800', '\uFFFF') ? string.Concat(name.EnumerateRunes().Select(r => r.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : r)) : name;

    // Letters that Unicode does not take apart into a base letter and a mark.
    private static string? Spelled(char c) => c switch
    {
        'œ' or 'Œ' => "oe",
        'æ' or 'Æ' => "ae",
        'ß' or 'ẞ' => "ss",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'þ' or 'Þ' => "th",
        'ı' => "i",
        _ => null,
    };
}
