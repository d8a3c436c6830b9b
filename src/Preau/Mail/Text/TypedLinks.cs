using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Preau.Mail;

/// <summary>Web addresses that somebody wrote as text: «https://…» or «www.…». Not: what stands in a link, in code or in a tag of Liquid, nor an address that Liquid completes.</summary>
public static partial class TypedLinks
{
    // They end a sentence more often than an address.
    private const string Ends = ".,;:!?…'’*_";

    /// <returns>The links that stand in their place now.</returns>
    public static IReadOnlyList<IElement> Make(IElement root)
    {
        var links = new List<IElement>();
        foreach (var text in root.Descendants<IText>().Where(t => !t.Ancestors<IElement>().Any(a => a.LocalName is "a" or "code" or "pre")).ToList())
        {
            // From the end, so that what stands before keeps its place.
            foreach (var (at, length, address) in In(text.Data).Reverse())
            {
                var words = text.Split(at);
                words.Split(length);
                var link = root.Owner!.CreateElement("a");
                link.SetAttribute("href", address);
                words.ReplaceWith(link);
                link.AppendChild(words);
                links.Insert(0, link);
            }
        }

        return links;
    }

    /// <summary>Where they stand in plain text, and where they lead.</summary>
    public static IEnumerable<(int At, int Length, string Address)> In(string text)
    {
        foreach (Match match in Addresses().Matches(text))
        {
            if (match.Value[0] == '{' || IsPart(text, match.Index, match.Index + match.Length)) continue;
            var words = Whole(match.Value);
            var address = words.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? "https://" + words : words;
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Contains('.', StringComparison.Ordinal)) yield return (match.Index, words.Length, address);
        }
    }

    /// <summary>Of a longer word, a mail address, or something that Liquid writes.</summary>
    private static bool IsPart(string text, int start, int end) =>
        start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '@' or '/' or '.') || text.AsSpan(0, start).EndsWith("}}") || text.AsSpan(end).StartsWith("{{");

    /// <summary>Without what closes the sentence or the brackets around it.</summary>
    private static string Whole(string address)
    {
        while (address.Length > 0 && (Ends.Contains(address[^1], StringComparison.Ordinal) || address[^1] == ')' && address.Count(c => c == ')') > address.Count(c => c == '('))) address = address[..^1];
        return address;
    }

    [GeneratedRegex("""\{\{[^{}]*\}\}|\{%[^%]*%\}|(?:https?://|www\.)[^\s<>{}\[\]"«»“”]+""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Addresses();
}
