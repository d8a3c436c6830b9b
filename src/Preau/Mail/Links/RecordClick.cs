using Microsoft.Extensions.Primitives;

namespace Preau.Mail;

/// <summary>Somebody follows a link of a mail or a text: where it leads, at once; that they did is heard, and written a moment later (<see cref="ClickBook"/>). Machines that look at mails before people do are not heard.</summary>
public sealed class RecordClick(KnownLinks known, ClickBook book, CurrentNation nation, TimeProvider clock)
{
    private static readonly string[] Machines =
    [
        "bot", "crawl", "spider", "preview", "scan", "proofpoint", "mimecast", "barracuda", "trendmicro", "symantec", "fireeye", "forcepoint", "cloudmark", "ironport", "python", "curl", "wget", "java/", "go-http", "okhttp",
        "headless", "monitor", "libwww", "httpclient",
    ];

    /// <returns>The address, as it was stored when the mail was sent; null for a token that was not made here.</returns>
    public async Task<string?> Run(string token, bool isCounted, CancellationToken ct)
    {
        if (await known.Signer(nation.Facts, ct) is not { } signer || signer.ReadClick(token) is not var (blastId, personId, linkId)) return null;
        return await known.Link(nation.Facts, linkId, ct) is { } link && link.BlastId == blastId ? Follow(link, personId, isCounted) : null;
    }

    /// <summary>The same for the short link of a text.</summary>
    public async Task<string?> RunShort(string code, bool isCounted, CancellationToken ct)
    {
        if (await known.Signer(nation.Facts, ct) is not { } signer || signer.ReadBrief(code) is not var (linkId, personId)) return null;
        // A code is signed for what a text has room for: it opens nothing of a mail.
        return await known.Link(nation.Facts, linkId, ct) is { IsOfText: true } link ? Follow(link, personId, isCounted) : null;
    }

    /// <summary>The picture of a mail was asked for. Whether that may be kept is asked when it is written.</summary>
    public async Task Open(string token, bool isCounted, CancellationToken ct)
    {
        if (isCounted && await known.Signer(nation.Facts, ct) is { } signer && signer.ReadOpening(token) is var (blastId, personId)) book.Hear(new(nation.Id, blastId, personId, LinkId: 0, IsOfText: false, clock.GetUtcNow()));
    }

    public static bool IsMachine(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return !HttpMethods.IsGet(request.Method) || agent.Length == 0 || Array.Exists(Machines, m => agent.Contains(m, StringComparison.OrdinalIgnoreCase))
            || Ahead(request.Headers["Sec-Purpose"]) || Ahead(request.Headers["Purpose"]) || Ahead(request.Headers["X-Moz"]);
    }

    private static bool Ahead(StringValues purpose) => purpose.ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.ToString().Contains("preview", StringComparison.OrdinalIgnoreCase);

    private string Follow(KnownLink link, long personId, bool isCounted)
    {
        if (isCounted) book.Hear(new(nation.Id, link.BlastId, personId, link.Id, link.IsOfText, clock.GetUtcNow()));
        return link.Url;
    }
}
