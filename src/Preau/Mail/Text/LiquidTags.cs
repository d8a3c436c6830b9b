using System.Net;
using System.Text.RegularExpressions;

namespace Preau.Mail;

/// <summary>Liquid inside the HTML of an editor: what stands between the braces was escaped as text, and is taken back here.</summary>
public static partial class LiquidTags
{
    public static bool AreIn(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>«{% if person.city == &amp;quot;Lyon&amp;quot; %}» as Liquid reads it. Nothing outside the braces is touched.</summary>
    public static string Unescaped(string html) => AreIn(html) ? Tags().Replace(html, m => WebUtility.HtmlDecode(m.Value).Replace('\u00a0', ' ')) : html;

    /// <summary>Each tag with its place, for those who read what it says.</summary>
    public static IEnumerable<LiquidTag> Of(string source)
    {
        foreach (Match match in Tags().Matches(source))
        {
            var before = source.AsSpan(0, match.Index);
            var line = before.Count('\n') + 1;
            yield return new LiquidTag(match.Value[2..^2].Trim().Trim('-').Trim(), match.Value[1] == '{', line, match.Index - before.LastIndexOf('\n'));
        }
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{%[^%]*%\}", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}

/// <param name="Text">What stands between the braces.</param>
/// <param name="IsOutput">«{{ … }}», which writes something; else «{% … %}».</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record LiquidTag(string Text, bool IsOutput, int Line, int Column);
