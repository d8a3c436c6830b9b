using System.Text;
using System.Text.RegularExpressions;

namespace Preau.Mail.Inbox;

/// <summary>What somebody wrote themselves, and what their mail program brought along of earlier mails.</summary>
/// <param name="Own">Without signature lines of telephones.</param>
public sealed partial record OwnWords(string Own, string Quoted)
{
    public static OwnWords Of(string text)
    {
        var lines = Clean(text).Split('\n');
        var end = Array.FindIndex(lines, 0, l => Divider().IsMatch(l));
        // «On Monday, somebody» may take two lines until «wrote:»; the words alone may also begin a sentence.
        for (var i = 0; i < lines.Length && (end < 0 || i < end); i++)
        {
            var two = i + 1 < lines.Length ? $"{lines[i].TrimEnd()} {lines[i + 1].Trim()}" : lines[i];
            if (Introduction().IsMatch(lines[i].Trim()) || (Opening().IsMatch(lines[i]) && Introduction().IsMatch(two.Trim()))) end = i;
        }

        var (own, quoted) = end < 0 ? (lines, []) : (lines[..end], lines[end..]);
        // Answers between the lines keep them: only quoted lines at the end, and all of them where nothing is written between.
        var last = Array.FindLastIndex(own, l => l.Trim().Length > 0 && !l.TrimStart().StartsWith('>'));
        quoted = [.. own[(last + 1)..], .. quoted];
        own = own[..(last + 1)];
        var written = own.Where(l => !Telephone().IsMatch(l)).ToList();
        return new(Tidy(written), Tidy(quoted));
    }

    /// <summary>No sign that moves or hides what stands beside it, and none that the store refuses.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, InboxMail.LongestText));
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (clean.Length + 2 > InboxMail.LongestText) break;
            if (rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && !IsUnseen(rune.Value))) clean.Append(rune);
        }

        return clean.ToString();
    }

    // Marks that turn the direction of text around, and marks that nobody sees; a joiner holds an emoji together.
    private static bool IsUnseen(int sign) => sign is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069 or 0x200B or 0x200E or 0x200F or 0xFEFF or 0xFFFE or 0xFFFF;

    private static string Tidy(IEnumerable<string> lines) => EmptyLines().Replace(string.Join('\n', lines.Select(l => l.TrimEnd())), "\n\n").Trim('\n');

    [GeneratedRegex(@"^\s*(-{2,} ?(original message|message d.origine|message transf.r.|forwarded message).*|_{10,}|-- )$|^\*?(from|de) ?: ?\*? .{1,200}@", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Divider();

    [GeneratedRegex(@"^>? ?(on|le|el|am|il) .{6,250}(wrote|a .crit|escribi.|schrieb.{0,80}|ha scritto) ?:$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Introduction();

    [GeneratedRegex(@"^\s*>? ?(on|le) ", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\s*(sent from my |envoy. (de|depuis) (mon|ma|l.application|yahoo|outlook)|get outlook for|t.l.charge[rz] outlook|obtenir outlook)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Telephone();

    [GeneratedRegex(@"\n{3,}", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyLines();
}
