using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Preau.Shared;

namespace Preau.Mail.Checks;

/// <summary>What makes filters, or readers, take a mail for spam, read from the mail as it was written: each in plain words, with what to do. None of it holds a mail back.</summary>
public sealed partial class MailTraits(Words words)
{
    private const int FewLetters = 60, LettersAPicture = 200, ShoutedFrom = 8, ShoutedPercent = 70, Longest = 60;

    // They hide where a link leads; whoever sends spam uses the same, and filters judge all their links alike.
    private static readonly HashSet<string> Shorteners = new(
        ["bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "shorturl.at", "urlr.me", "tiny.cc", "t.ly", "rb.gy", "bl.ink", "shorte.st", "s.id", "v.gd", "lc.cx", "frama.link"], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Worn =
        ["100% free", "100% gratuit", "100 % gratuit", "act now", "agissez maintenant", "earn money", "gagnez de l’argent", "gagnez de l'argent", "no obligation", "sans engagement", "risk free", "sans risque", "limited time", "offre limitée", "you have won", "vous avez gagné", "this is not spam", "ceci n’est pas un spam", "ceci n'est pas un spam", "double your", "doublez votre"];

    private static readonly string[] EmptyWords = ["click here", "here", "cliquez ici", "ici", "lire", "read", "link", "lien"];

    /// <param name="subject">With Liquid in it.</param>
    /// <param name="html">The text without the frame, with Liquid in it.</param>
    /// <param name="plain">The same for those who read no HTML.</param>
    public IReadOnlyList<BlastProblem> Of(string subject, string html, string plain)
    {
        var root = new HtmlParser().ParseDocument(html).Body ?? throw new InvalidOperationException("A parsed document has a body.");
        return [.. Subject(Tags().Replace(subject, "")).Concat(Text(root, Tags().Replace(plain, ""))).Concat(Links(root)).Distinct(StringComparer.Ordinal).Select(t => new BlastProblem(t, IsBlocking: false))];
    }

    private IEnumerable<string> Subject(string subject)
    {
        var letters = subject.Count(char.IsLetter);
        if (letters >= ShoutedFrom && subject.Count(char.IsUpper) * 100 >= letters * ShoutedPercent) yield return words["The subject is in capitals, which readers hear as shouting and filters take for spam. Write it as a sentence."];
        if (subject.Count(c => c == '!') > 1) yield return words["The subject has several exclamation marks. One is enough; none is better."];
        if (Answers().IsMatch(subject)) yield return words["The subject begins as an answer or a forwarded mail does, and it is none. Readers feel tricked, and in some countries the law forbids it: take it off."];
    }

    private IEnumerable<string> Text(IElement root, string plain)
    {
        var (letters, pictures) = (root.TextContent.Count(char.IsLetter), root.QuerySelectorAll("img").ToList());
        if (pictures.Count > 0 && letters < FewLetters) yield return words["There is hardly any text beside the pictures. Many mail programs show no picture before they are asked to: what must be read has to stand there as text."];
        else if (letters < pictures.Count * LettersAPicture) yield return words["There is little text for so many pictures, as in much spam. Write more, or take a picture out."];
        if (pictures.Count(p => string.IsNullOrWhiteSpace(p.GetAttribute("alt"))) is > 0 and var mute) yield return words.Count(mute, "{0} picture has no words for those who do not see it. Write what it shows; only an ornament needs none.", "{0} pictures have no words for those who do not see them. Write what they show; only an ornament needs none.");
        if (!plain.Any(char.IsLetter) && root.ChildElementCount > 0) yield return words["The text part is empty: whoever reads mail as plain text, and filters that compare both parts, find nothing. Write words, or say what the pictures show."];
        if (plain.Contains("!!!", StringComparison.Ordinal)) yield return words["“!!!” in the text is a sign of spam. One exclamation mark says as much."];
        if (Worn.Where(w => plain.Contains(w, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } worn) yield return words["Filters know these words from spam: {0}. Say it in your own.", string.Join(", ", worn.Select(w => $"“{w}”"))];
    }

    private IEnumerable<string> Links(IElement root)
    {
        foreach (var link in root.QuerySelectorAll("a[href]"))
        {
            if (!Uri.TryCreate(link.GetAttribute("href")?.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) continue;
            var on = Short(link.TextContent);
            if (Shorteners.Contains(Host(address))) yield return words["{0} is a service that hides where links lead, and filters hold it against a mail. Link to the page itself: Préau counts clicks anyway.", Host(address)];
            if (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6) yield return words["The link on “{0}” leads to a number, {1}, instead of a name. Filters take that for fraud.", on, address.Host];
            if (Named().Match(link.TextContent.Trim()) is { Success: true } named && !IsSame(named.Groups["host"].Value, address.Host))
                yield return words["The link on “{0}” leads to {1}. Where the words name one address and the link another, mail programs warn of fraud: write other words, or the same address.", on, address.Host];
            if (EmptyWords.Contains(on, StringComparer.OrdinalIgnoreCase)) yield return words["“{0}” says nothing of where the link leads; whoever hears a mail hears its links alone. Name what is there.", on];
        }
    }

    private static string Host(Uri address) => address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..] : address.Host;

    private static bool IsSame(string named, string host) => string.Equals(Bare(named), Bare(host), StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Bare(named), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string host) => host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }

    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{%[^%]*%\}", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\s*(?:re|fw|fwd|tr)\s*:", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Answers();

    // «example.org», «https://www.example.org/page»: a whole link's words, not a host within a sentence.
    [GeneratedRegex(@"^(?:https?://)?(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:[/?#:]\S*)?$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
