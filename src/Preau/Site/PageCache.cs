using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Preau.Site;

/// <summary>One public page as it leaves: bytes in each encoding, its mark, and its policy.</summary>
public sealed partial class CachedPage
{
    private int isBeingRenewed;

    /// <param name="html">The whole page.</param>
    /// <param name="status">200, or 404 and 422 of pages that are not kept.</param>
    /// <param name="leadsToPayment">Its form is answered with the way to a payment provider; browsers hold <c>form-action</c> against that redirect too, so the policy leaves it out.</param>
    public CachedPage(string html, int status, bool leadsToPayment = false)
    {
        Plain = Encoding.UTF8.GetBytes(html);
        Status = status;
        Brotli = Compress(Plain, stream => new BrotliStream(stream, CompressionLevel.Optimal));
        Gzip = Compress(Plain, stream => new GZipStream(stream, CompressionLevel.Optimal));
        Mark = $"\"{Convert.ToHexStringLower(SHA256.HashData(Plain))[..20]}\"";
        Policy = PolicyOf(html) + (leadsToPayment ? "" : "; form-action 'self'");
    }

    public byte[] Plain { get; }
    public byte[] Brotli { get; }
    public byte[] Gzip { get; }
    public int Status { get; }
    public string Mark { get; }
    public string Policy { get; }

    /// <summary>When it was put into the cache, as the clock's timestamp.</summary>
    public long KeptAt { get; set; }

    /// <summary>True for one caller alone, who makes the page anew while all others still get this one.</summary>
    public bool TakeRenewal() => Interlocked.Exchange(ref isBeingRenewed, 1) == 0;

    /// <summary>Scripts of our own and those that stand in this very page, known by their hash; nothing else runs.</summary>
    public static string PolicyOf(string html)
    {
        var hashes = string.Concat(InlineScripts().Matches(html).Select(m => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups["code"].Value)))}'"));
        return $"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
    }

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> open)
    {
        using var memory = new MemoryStream();
        using (var stream = open(memory)) stream.Write(plain);
        return memory.ToArray();
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>(?<code>.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex InlineScripts();
}

/// <summary>Public pages of this process, kept until something of their nation's site changes (<see cref="FollowSite"/>), and a minute at most: totals and stamps of forms move on.</summary>
public sealed class PageCache(TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);
    private const int Most = 5000;
    private readonly ConcurrentDictionary<(long Nation, string Path), CachedPage> pages = new();
    private readonly ConcurrentDictionary<long, int> generations = new();

    /// <param name="nation">Whose site.</param>
    /// <param name="path">As the address has it, with its leading stroke.</param>
    public CachedPage? Find(NationId nation, string path) =>
        pages.TryGetValue((nation.Value, path), out var page) && (clock.GetElapsedTime(page.KeptAt) < Life || !page.TakeRenewal()) ? page : null;

    /// <summary>Take this before reading what a page is made of, and hand it to <see cref="Keep"/>.</summary>
    public int Generation(NationId nation) => generations.GetValueOrDefault(nation.Value);

    /// <summary>Keeps the page unless the site changed while it was made.</summary>
    public void Keep(NationId nation, string path, CachedPage page, int generation)
    {
        if (pages.Count >= Most) pages.Clear();
        page.KeptAt = clock.GetTimestamp();
        pages[(nation.Value, path)] = page;
        if (Generation(nation) != generation) pages.TryRemove((nation.Value, path), out _);
    }

    public void ForgetAll()
    {
        foreach (var nation in pages.Keys.Select(k => k.Nation).Distinct().ToList()) Forget(new NationId(nation));
    }

    public void Forget(NationId nation)
    {
        generations.AddOrUpdate(nation.Value, 1, (_, generation) => generation + 1);
        foreach (var key in pages.Keys.Where(k => k.Nation == nation.Value)) pages.TryRemove(key, out _);
    }
}
