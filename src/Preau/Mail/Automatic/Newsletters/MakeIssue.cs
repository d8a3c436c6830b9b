using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Blocks;
using Preau.Site;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Looks for newsletters whose hour has come.</summary>
public sealed record MakeIssues : IJob;

/// <summary>Makes the issue of each newsletter whose hour has come, where something is new. The issue, what stood in it, the next hour and the sending are one transaction: a run that is cut off made none of them.</summary>
public sealed class MakeIssuesHandler(Database db, FetchFeed fetch, SiteViews views, CurrentNation nation, TimeProvider clock) : IHandle<MakeIssues>
{
    private const int MostItems = 8;
    private const string TitleMark = "[title]";
    private static readonly TimeSpan TryAgain = TimeSpan.FromHours(1);

    public async Task Run(MakeIssues job, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var letter in await db.Newsletters.AsNoTracking().Where(n => n.IsOn && n.NextAt <= now).OrderBy(n => n.Id).ToListAsync(ct))
        {
            await Run(letter, ct);
            db.ChangeTracker.Clear();
        }
    }

    private async Task Run(Newsletter letter, CancellationToken ct)
    {
        var pattern = await db.Blasts.AsNoTracking().SingleAsync(b => b.Id == letter.BlastId, ct);
        var (found, trouble) = await News(letter, pattern.Language, ct);
        var seen = await db.NewsletterItems.Where(i => i.NewsletterId == letter.Id && EF.Parameter(found.Select(f => f.Key).ToArray()).Contains(i.ItemKey)).Select(i => i.ItemKey).ToListAsync(ct);
        var fresh = found.Where(f => !seen.Contains(f.Key)).ToList();
        var now = clock.GetUtcNow();
        var isMade = trouble is null && (letter.Source == NewsletterSource.Text || fresh.Count > 0);
        var outcome = trouble is not null ? IssueOutcome.Trouble : isMade ? IssueOutcome.Made : IssueOutcome.Nothing;
        var next = trouble is null ? letter.NextAfter(now, nation.Facts.Zone) : now + TryAgain;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Another run, or somebody who switched it off, was quicker.
        var mine = await db.Newsletters.Where(n => n.Id == letter.Id && n.IsOn && n.NextAt == letter.NextAt && n.ChangedAt == letter.ChangedAt)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.NextAt, next).SetProperty(n => n.LastAt, now).SetProperty(n => n.Outcome, outcome).SetProperty(n => n.Trouble, trouble), ct);
        if (mine == 0) return;
        if (isMade)
        {
            var issue = Issue(letter, pattern, [.. fresh.Take(MostItems)], now);
            db.Add(issue);
            // What there was no room for is old by the next one.
            db.AddRange(fresh.DistinctBy(f => f.Key, StringComparer.Ordinal).Select(f => new NewsletterItem { NewsletterId = letter.Id, ItemKey = f.Key, At = now }));
            if (letter.IsByItself) db.Enqueue(new SendIssue(issue.Id));
        }
        else
        {
            db.Trail.Note(trouble is null ? "newsletter.skipped" : "newsletter.failed", 1, subjectId: letter.Id);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<(IReadOnlyList<NewsItem> Found, string? Trouble)> News(Newsletter letter, string language, CancellationToken ct)
    {
        switch (letter.Source)
        {
            case NewsletterSource.Posts: return (await Posts(language, ct), null);
            case NewsletterSource.Text: return ([], null);
            case NewsletterSource.Feed:
                switch (await fetch.Run(letter.FeedUrl ?? "", ct))
                {
                    case Fetching.Done done: return FeedReader.Read(done.Content, FetchFeed.Read(letter.FeedUrl, null)) is { } read ? (read, null) : ([], "It is no feed that can be read.");
                    case Fetching.Failed failed: return ([], failed.About.Length == 0 ? failed.Sentence : $"{failed.Sentence}|{failed.About}");
                }

                break;
        }

        throw new System.Diagnostics.UnreachableException();
    }

    private async Task<IReadOnlyList<NewsItem>> Posts(string language, CancellationToken ct)
    {
        var first = await views.FirstLanguage(ct);
        var posts = await db.SitePages.AsNoTracking().Where(p => p.Kind == PageKind.Post && p.Status == PageStatus.Published && p.RemovedAt == null && p.Language == language).OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Take(FeedReader.MostItems)
            .Select(p => new { p.Id, p.Title, p.Lead, p.Slug, p.Language, p.PublishedAt }).ToListAsync(ct);
        return [.. posts.Select(p => new NewsItem(FeedReader.KeyOf($"page:{p.Id}"), FeedReader.Plain(p.Title, FeedReader.LongestTitle), PageAddress.Of(p.Slug, p.Language, first), FeedReader.Plain(p.Lead ?? "", FeedReader.LongestSummary), p.PublishedAt))];
    }

    /// <summary>The text, with the news in the place of its first line across, or at its end.</summary>
    private static Blast Issue(Newsletter letter, Blast pattern, IReadOnlyList<NewsItem> news, DateTimeOffset now)
    {
        var body = MailSource.Turned(pattern.Format, MailFormat.Blocks, pattern.Body, MailLook.Plain);
        var blocks = (BlockTree.Read(body) ?? []).ToList();
        var at = blocks.FindIndex(b => b is Block.Rule);
        if (at >= 0 && news.Count > 0) blocks.RemoveAt(at);
        blocks.InsertRange(at >= 0 ? at : blocks.Count, news.SelectMany(Blocks));
        var subject = pattern.Subject.Replace(TitleMark, news is [var first, ..] ? first.Title : "", StringComparison.OrdinalIgnoreCase).Trim();
        return new Blast
        {
            IssueOf = letter.Id, SegmentId = pattern.SegmentId, Subject = subject.Length > 200 ? subject[..200] : subject, Preheader = pattern.Preheader, Body = BlockTree.Write(blocks), Format = MailFormat.Blocks, Language = pattern.Language,
            SenderName = pattern.SenderName, ReplyTo = pattern.ReplyTo, AuthorId = pattern.AuthorId, CreatedAt = now, ChangedAt = now,
        };
    }

    private static IEnumerable<Block> Blocks(NewsItem item)
    {
        yield return new Block.Heading(3, [new BlockSpan(item.Title, Href: item.Url)], BlockAlign.Left);
        if (item.Summary.Length > 0) yield return new Block.Paragraph([new BlockSpan(item.Summary)], BlockAlign.Left);
    }
}
