using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Preau.Liquid;
using Preau.Shared;

namespace Preau.Site;

/// <summary>A clean text as themes set it: its headings can be linked to, and a home page's text falls into an opening and parts.</summary>
/// <param name="Whole">All of it, with an id on every second-level heading.</param>
/// <param name="Opening">What comes before the first such heading.</param>
/// <param name="Parts">Each heading with what follows it.</param>
/// <param name="Contents">The headings as links.</param>
public sealed record Prose(Html Whole, Html Opening, IReadOnlyList<PartDrop> Parts, IReadOnlyList<LinkDrop> Contents)
{
    public static Prose Of(string body, string language)
    {
        if (!body.Contains("<h2", StringComparison.Ordinal)) return new Prose(new Html(body), new Html(body), [], []);
        var root = new HtmlParser().ParseDocument(body).Body ?? throw new InvalidOperationException("A parsed document has a body.");
        var (opening, parts, contents, ids) = ("", new List<(string Title, string Text)>(), new List<LinkDrop>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in root.ChildNodes)
        {
            if (node is IElement { LocalName: "h2" } heading)
            {
                heading.Id = Slug.Free(Slug.Of(heading.TextContent) is { Length: > 0 } slug ? slug : "part", s => !ids.Add(s));
                contents.Add(new LinkDrop(heading.TextContent.Trim(), "#" + heading.Id, false, language));
                parts.Add((heading.TextContent.Trim(), ""));
            }
            else if (parts.Count == 0)
            {
                opening += node.ToHtml();
            }
            else
            {
                parts[^1] = (parts[^1].Title, parts[^1].Text + node.ToHtml());
            }
        }

        return new Prose(new Html(root.InnerHtml), new Html(opening.Trim()), [.. parts.Select(p => new PartDrop(p.Title, new Html(p.Text.Trim())))], contents);
    }
}
