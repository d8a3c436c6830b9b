using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Mail.Blocks;
using Preau.Mail.Measuring;
using Preau.Shared;

namespace Preau.Mail.Automatic.Newsletters;

/// <summary>Looks for newsletters whose hour has come.</summary>
public sealed record MakeIssues : IJob;

/// <summary>Makes the issue of each newsletter whose hour has come, where something is new. The issue, what stood in it, the next hour and the sending are one transaction: a run that is cut off made none of them.</summary>
public sealed class MakeIssuesHandler(Database db, FindNews find, VersionsOf versions, CurrentNation nation, TimeProvider clock) : IHandle<MakeIssues>
{
    private const int LongestSubject = 200;
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
        var news = await find.Run(letter, [pattern.Language, .. (await versions.Run(pattern, ct)).Languages], ct);
        var (now, trouble) = (clock.GetUtcNow(), news.Trouble);
        var isMade = trouble is null && (letter.Source == NewsletterSource.Text || news.IsFullIssue);
        var outcome = trouble is not null ? IssueOutcome.Trouble : isMade ? IssueOutcome.Made : IssueOutcome.Nothing;
        var next = trouble is null ? letter.NextAfter(now, nation.Facts.Zone) : now + TryAgain;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Another run, or somebody who switched it off or wrote in its text, was quicker.
        var mine = await db.Newsletters.Where(n => n.Id == letter.Id && n.IsOn && n.NextAt == letter.NextAt && n.ChangedAt == letter.ChangedAt)
            .ExecuteUpdateAsync(s => s.SetProperty(n => n.NextAt, next).SetProperty(n => n.LastAt, now).SetProperty(n => n.Outcome, outcome).SetProperty(n => n.Trouble, trouble), ct);
        if (mine == 0 || !await db.Blasts.AnyAsync(b => b.Id == pattern.Id && b.ChangedAt == pattern.ChangedAt, ct)) return;
        if (isMade)
        {
            var issue = Issue(letter, pattern, news.Of[pattern.Language], now);
            db.Add(issue);
            await versions.Copy(pattern, issue, v => (v.Subject, v.Body) = Words(pattern.Format, v.Subject, v.Body, news.Of[v.LanguageIn(pattern)]), ct);
            db.AddRange(news.Keys.Select(k => new NewsletterItem { NewsletterId = letter.Id, ItemKey = k, At = now }));
            if (letter.IsByItself) db.Enqueue(new SendIssue(issue.Id));
        }
        else
        {
            db.Trail.Note(trouble is null ? "newsletter.skipped" : "newsletter.failed", 1, subjectId: letter.Id);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static Blast Issue(Newsletter letter, Blast pattern, IReadOnlyList<NewsItem> news, DateTimeOffset now)
    {
        var (subject, body) = Words(pattern.Format, pattern.Subject, pattern.Body, news);
        return new Blast
        {
            IssueOf = letter.Id, TellsOfGifts = pattern.TellsOfGifts, SegmentId = pattern.SegmentId, Subject = subject, Preheader = pattern.Preheader, Body = body, Format = MailFormat.Blocks, Language = pattern.Language, HeldOutShare = pattern.HeldOutShare,
            SenderName = pattern.SenderName, ReplyTo = pattern.ReplyTo, AuthorId = pattern.AuthorId, CreatedAt = now, ChangedAt = now,
        };
    }

    /// <summary>The text, with the news in the place of its first line across, or at its end.</summary>
    private static (string Subject, string Body) Words(MailFormat format, string subject, string text, IReadOnlyList<NewsItem> news)
    {
        var blocks = (BlockTree.Read(MailSource.Turned(format, MailFormat.Blocks, text, MailLook.Plain)) ?? []).ToList();
        var at = blocks.FindIndex(b => b is Block.Rule);
        if (at >= 0 && news.Count > 0) blocks.RemoveAt(at);
        blocks.InsertRange(at >= 0 ? at : blocks.Count, news.SelectMany(Blocks));
        var line = subject.Replace(TitleMark, news is [var first, ..] ? first.Title : "", StringComparison.OrdinalIgnoreCase).Trim();
        return (line.Cut(LongestSubject), BlockTree.Write(blocks));
    }

    private static IEnumerable<Block> Blocks(NewsItem item)
    {
        yield return new Block.Heading(3, [new BlockSpan(item.Title, Href: item.Url)], BlockAlign.Left);
        if (item.Summary.Length > 0) yield return new Block.Paragraph([new BlockSpan(item.Summary)], BlockAlign.Left);
    }
}
