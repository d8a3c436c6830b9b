using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Preau.Mail;

/// <summary>HTML as somebody would type it: paragraphs apart, lists with dashes, addresses behind their words.</summary>
public static partial class PlainText
{
    public static string Of(INode root)
    {
        var text = new StringBuilder();
        Write(root, text);
        return EmptyLines().Replace(text.ToString(), "\n\n").Trim();
    }

    /// <summary>Spaces and breaks between words as a browser shows them: one space.</summary>
    public static string Spaced(string text) => Spaces().Replace(text, " ");

    private static void Write(INode node, StringBuilder text)
    {
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words: text.Append(Spaced(LiquidTags.Unescaped(words.Data))); break;
                case IElement element: Write(element, text); break;
            }
        }
    }

    private static void Write(IElement element, StringBuilder text)
    {
        switch (element.LocalName)
        {
            case "br": text.Append('\n'); break;
            case "hr": text.Append("\n\n----------\n\n"); break;
            case "img": if (element.GetAttribute("alt") is { Length: > 0 } alt) text.Append('[').Append(alt).Append(']'); break;
            case "a": Link(element, text); break;
            case "li":
                text.Append("\n- ");
                Write((INode)element, text);
                break;
            case "td" or "th":
                Write((INode)element, text);
                text.Append("  ");
                break;
            case "p" or "h2" or "h3" or "h4" or "ul" or "ol" or "blockquote" or "figure" or "figcaption" or "table" or "pre" or "div":
                text.Append("\n\n");
                Write((INode)element, text);
                text.Append("\n\n");
                break;
            case "tr":
                text.Append('\n');
                Write((INode)element, text);
                break;
            default: Write((INode)element, text); break;
        }
    }

    private static void Link(IElement link, StringBuilder text)
    {
        var href = link.GetAttribute("href") ?? "";
        var start = text.Length;
        Write((INode)link, text);
        var words = text.ToString(start, text.Length - start).Trim();
        // «ana@example.org» on mailto:ana@example.org says it already; «org» does not.
        if (href.Length == 0 || words.Length > 0 && (href == words || href[(href.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart('/') == words)) return;
        text.Append(words.Length > 0 ? $" ({href})" : href);
    }

    [GeneratedRegex(@"[ \t\r\n\f]+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[ \t]*\n[ \t]*(?:\n[ \t]*)+", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyLines();
}
