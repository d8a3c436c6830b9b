using System.Text.RegularExpressions;

namespace Preau.Site;

/// <summary>
/// Where a link leads that somebody wrote as they say it: «www.example.org/page» is a site, «ana@example.org» a mailbox, «/don» a page of the campaign's own.
/// Assets/elements/link-address.js says the same while it is typed.
/// </summary>
public static partial class LinkAddress
{
    /// <returns>The address as a link carries it; null for what leads nowhere: a bare word, or a scheme that is not ours.</returns>
    public static string? Of(string? written)
    {
        var text = written?.Trim() ?? "";
        if (text.StartsWith("//", StringComparison.Ordinal)) return Of(text[2..]);
        // What Liquid writes is not known before.
        if (text is ['/' or '#', ..] || text.StartsWith("{{", StringComparison.Ordinal) || text.StartsWith("{%", StringComparison.Ordinal) || Known().IsMatch(text)) return text;
        if (Mailbox().IsMatch(text)) return "mailto:" + text;
        return Host().Match(text) is { Success: true } host && !Files().IsMatch(host.Groups["name"].Value) ? "https://" + text : null;
    }

    [GeneratedRegex(@"^(?:https?://[^\s/]|mailto:\S|tel:\S)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Known();

    [GeneratedRegex(@"^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"^(?<name>(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|xn--[a-z0-9-]+))(?::[0-9]{1,5})?(?:[/?#]\S*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Host();

    // «programme.pdf» is a file that somebody meant to put up, and no host.
    [GeneratedRegex(@"^[^.]+\.(?:html?|php|aspx?|pdf|docx?|odt|xlsx?|ods|pptx?|csv|txt|jpe?g|png|gif|webp|zip)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Files();
}
