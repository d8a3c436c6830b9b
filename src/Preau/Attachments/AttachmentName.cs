using System.Globalization;
using System.Text;

namespace Preau.Attachments;

/// <summary>Names of files as they may be shown and saved: no folders, nothing that cannot be seen, nothing that turns the direction of reading so that a program looks like a picture.</summary>
public static class AttachmentName
{
    public const int MaxLength = 120;
    private const int LongestEnding = 10;

    /// <param name="nameless">Where nothing of the name is left.</param>
    public static string Of(string given, string nameless)
    {
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var seen = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsShown(rune)) seen.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
        }

        var name = string.Join(' ', seen.ToString().Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var sign in "<>:\"|?*") name = name.Replace(sign, '-');
        // A point before hides a file on some systems, one behind is lost on others.
        name = name.Trim('.', ' ');
        return name.Length == 0 ? nameless : Shortened(name);
    }

    /// <summary>Another name for the same file. Its ending stays: without it, no program would know what to do with the file.</summary>
    public static string Renamed(string given, string before)
    {
        var (name, ending) = (Of(given, before), Ending(before));
        return ending.Length == 0 || Ending(name).Equals(ending, StringComparison.OrdinalIgnoreCase) ? name : Shortened(name + ending);
    }

    /// <summary>«.pdf»; empty where there is none.</summary>
    public static string Ending(string name)
    {
        var point = name.LastIndexOf('.');
        return point > 0 && name.Length - point - 1 is > 0 and <= LongestEnding && name.AsSpan(point + 1).ToArray().All(char.IsAsciiLetterOrDigit) ? name[point..] : "";
    }

    private static bool IsShown(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned => false,
        // Joiners belong to the writing of some languages; marks of direction and signs of no width do not.
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };

    private static string Shortened(string name)
    {
        if (name.Length <= MaxLength) return name;
        var ending = Ending(name);
        var stem = new StringBuilder();
        foreach (var sign in StringInfo.GetTextElementEnumerator(name[..^ending.Length]).AsSigns())
        {
            if (stem.Length + sign.Length > MaxLength - ending.Length) break;
            stem.Append(sign);
        }

        return stem.ToString().TrimEnd('.', ' ') + ending;
    }

    private static IEnumerable<string> AsSigns(this TextElementEnumerator signs)
    {
        while (signs.MoveNext()) yield return signs.GetTextElement();
    }
}
