using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Site;

namespace Preau.Mail.Automatic.Newsletters;

/// <param name="Of">By the language of the reader, what stands in the issue.</param>
/// <param name="Keys">All that is old by the next issue: what there was no room for, too.</param>
/// <param name="Trouble">Why nothing could be looked for.</param>
public sealed record FoundNews(IReadOnlyDictionary<string, IReadOnlyList<NewsItem>> Of, IReadOnlyList<string> Keys, string? Trouble = null)
{
    /// <summary>An issue that is empty in one of its languages waits for the next hour.</summary>
    public bool IsFullIssue => Trouble is null && Of.Values.All(n => n.Count > 0);
}

/// <summary>What is new since the last issue of a newsletter, for the readers of each of its languages.</summary>
public sealed class FindNews(Database db, FetchFeed fetch, SiteViews views)
{
    private const int MostItems = 8;

    public async Task<FoundNews> Run(Newsletter letter, IReadOnlyList<string> languages, CancellationToken ct)
    {
        switch (letter.Source)
        {
            case NewsletterSource.Text: return new(languages.ToDictionary(l => l, _ => (IReadOnlyList<NewsItem>)[], StringComparer.Ordinal), []);
            case NewsletterSource.Posts: return await Posts(letter, languages, ct);
            case NewsletterSource.Feed:
                switch (await fetch.Run(letter.FeedUrl ?? "", ct))
                {
                    case Fetching.Done done: return FeedReader.Read(done.Content, FetchFeed.Read(letter.FeedUrl, null)) is { } read ? await Feed(letter, read, languages, ct) : Failed("It is no feed that can be read.");
                    case Fetching.Failed failed: return Failed(failed.About.Length == 0 ? failed.Sentence : $"{failed.Sentence}|{failed.About}");
                }

                break;
        }

        throw new UnreachableException();
    }

    private static FoundNews Failed(string why) => new(new Dictionary<string, IReadOnlyList<NewsItem>>(StringComparer.Ordinal), [], why);

    /// <summary>A feed is in one language, and is for all.</summary>
    private async Task<FoundNews> Feed(Newsletter letter, IReadOnlyList<NewsItem> read, IReadOnlyList<string> languages, CancellationToken ct)
    {
        var seen = await Seen(letter, read.Select(n => n.Key), ct);
        var fresh = read.Where(n => !seen.Contains(n.Key)).DistinctBy(n => n.Key, StringComparer.Ordinal).ToList();
        return new(languages.ToDictionary(l => l, _ => Some(fresh), StringComparer.Ordinal), [.. fresh.Select(n => n.Key)]);
    }

    /// <summary>Everybody gets the posts in their language; where none of these is new, those in another one that are not there in theirs.</summary>
    private async Task<FoundNews> Posts(Newsletter letter, IReadOnlyList<string> languages, CancellationToken ct)
    {
        var posts = new List<Post>();
        foreach (var language in languages) posts.AddRange(await Posts(language, ct));
        var seen = await Seen(letter, posts.SelectMany(p => new[] { p.Item.Key, Told(p.GroupId, p.Language) }), ct);
        // A language that came later begins where the letter stands: what its readers had in another one is no news.
        var late = posts.GroupBy(p => p.Language, StringComparer.Ordinal).Where(g => seen.Count > 0 && g.All(p => !seen.Contains(p.Item.Key))).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var old = posts.Where(p => late.Contains(p.Language) && p.Item.At <= letter.LastAt).ToList();
        var fresh = posts.Except(old).Where(p => !seen.Contains(p.Item.Key) && !seen.Contains(Told(p.GroupId, p.Language))).ToList();
        IReadOnlyList<Post> For(string language)
        {
            var own = fresh.Where(p => p.Language == language).ToList();
            if (own.Count > 0) return own;
            var there = posts.Where(p => p.Language == language).Select(p => p.GroupId).ToHashSet();
            return [.. fresh.Where(p => !there.Contains(p.GroupId)).DistinctBy(p => p.GroupId)];
        }

        var news = languages.ToDictionary(l => l, For, StringComparer.Ordinal);
        // Who had a post in another language does not get it once more when it is translated.
        var told = news.SelectMany(n => n.Value.Where(p => p.Language != n.Key).Select(p => Told(p.GroupId, n.Key)));
        return new(news.ToDictionary(n => n.Key, n => Some([.. n.Value.Select(p => p.Item)]), StringComparer.Ordinal), [.. fresh.Concat(old).Select(p => p.Item.Key).Concat(told).Distinct(StringComparer.Ordinal)]);
    }

    private static string Told(long groupId, string language) => FeedReader.KeyOf($"post:{groupId}:{language}");

    private async Task<IEnumerable<Post>> Posts(string language, CancellationToken ct)
    {
        var first = await views.FirstLanguage(ct);
        var posts = await db.SitePages.AsNoTracking().Where(p => p.Kind == PageKind.Post && p.Status == PageStatus.Published && p.RemovedAt == null && p.Language == language).OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Take(FeedReader.MostItems)
            .Select(p => new { p.Id, p.GroupId, p.Title, p.Lead, p.Slug, p.Language, p.PublishedAt }).ToListAsync(ct);
        return posts.Select(p => new Post(p.GroupId, p.Language, new(FeedReader.KeyOf($"page:{p.Id}"), FeedReader.Plain(p.Title, FeedReader.LongestTitle), PageAddress.Of(p.Slug, p.Language, first), FeedReader.Plain(p.Lead ?? "", FeedReader.LongestSummary), p.PublishedAt)));
    }

    private async Task<HashSet<string>> Seen(Newsletter letter, IEnumerable<string> found, CancellationToken ct)
    {
        var keys = found.ToArray();
        return await db.NewsletterItems.Where(i => i.NewsletterId == letter.Id && EF.Parameter(keys).Contains(i.ItemKey)).Select(i => i.ItemKey).ToHashSetAsync(StringComparer.Ordinal, ct);
    }

    private static IReadOnlyList<NewsItem> Some(List<NewsItem> items) => [.. items.Take(MostItems)];

    private sealed record Post(long GroupId, string Language, NewsItem Item);
}
