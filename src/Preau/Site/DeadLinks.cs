using AngleSharp.Html.Parser;
using Preau.Shared;

namespace Preau.Site;

/// <summary>Links of a text that lead nowhere, each in a sentence that names the words it lies on.</summary>
public static class DeadLinks
{
    private const int Longest = 60;

    /// <param name="html">As it was written, or as it is kept.</param>
    /// <param name="isPage">A page has places of its own to lead to, «#programme»; a mail has none.</param>
    /// <param name="words">The reader's language.</param>
    public static IReadOnlyList<string> In(string? html, bool isPage, Words words)
    {
        if (html is null || !html.Contains("<a", StringComparison.OrdinalIgnoreCase)) return [];
        return
        [
            .. new HtmlParser().ParseDocument(html).QuerySelectorAll("a").Where(a => !a.HasAttribute("name") && !a.HasAttribute("id"))
                .Select(a => (Written: a.GetAttribute("href")?.Trim() ?? "", On: Short(a.TextContent)))
                .Where(a => LinkAddress.Of(a.Written) is not { } address || !isPage && address is ['#', ..])
                .Select(a => a.Written.Length == 0
                    ? words["The link on “{0}” leads nowhere: give it an address, or take the link off.", a.On]
                    : words["The link on “{0}” leads to “{1}”, which is no address. Write https://…, the address of a page of your site beginning with a slash, or a mail address.", a.On, Short(a.Written)])
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
