using System.Text;
using Preau.Shared;

namespace Preau.Mail.Checks;

/// <summary>How large a mail is when it arrives.</summary>
public sealed class MailSize(Words words)
{
    /// <summary>Gmail shows no more of a mail's HTML.</summary>
    public const int Clipped = 102 * 1024;

    /// <summary>Relays and filters ask questions of larger ones, and so does the time it takes to send them.</summary>
    public const int Most = 500 * 1024;

    // An address that counts clicks takes about so many signs.
    private const int LinkLength = 110;

    public IEnumerable<BlastProblem> Of(string html, IReadOnlyList<string> links)
    {
        var bytes = Encoding.UTF8.GetByteCount(html) + links.Sum(l => Math.Max(0, LinkLength - l.Length));
        var kilobytes = (bytes + 1023) / 1024;
        if (bytes > Most) yield return new(words["The mail takes {0} KB; {1} KB is the most. Shorten it, or put the rest on a page and link to it.", kilobytes, Most / 1024]);
        else if (bytes > Clipped) yield return new(words["The mail takes {0} KB. Gmail shows the first 102 KB and hides the rest behind a link, with the way to unsubscribe: shorten it.", kilobytes], IsBlocking: false);
    }
}
