using System.Net;
using System.Text.RegularExpressions;

namespace Preau.Mail;

/// <summary>Liquid inside the HTML of an editor: what stands between the braces was escaped as text, and is taken back here.</summary>
public static partial class LiquidTags
{
    private const int Longest = 80;

    public static bool AreIn(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>«{% if person.city == &amp;quot;Lyon&amp;quot; %}» as Liquid reads it. Nothing outside the braces is touched.</summary>
    public static string Unescaped(string html) => AreIn(html) ? Tags().Replace(html, m => WebUtility.HtmlDecode(m.Value).Replace('\u00a0', ' ')) : html;

    /// <summary>Each tag, for those who read what it says.</summary>
    public static IEnumerable<LiquidTag> Of(string source) =>
        Tags().Matches(source).Select(m => new LiquidTag(m.Value[2..^2].Trim().Trim('-').Trim(), m.Value[1] == '{', m.Value.Length > Longest ? m.Value[..Longest] + "…" : m.Value));

    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{%[^%]*%\}", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}

/// <param name="Text">What stands between the braces.</param>
/// <param name="IsOutput">«{{ … }}», which writes something; else «{% … %}».</param>
/// <param name="Written">With its braces, for those who look for it: the editor has neither lines nor columns.</param>
public sealed record LiquidTag(string Text, bool IsOutput, string Written);
