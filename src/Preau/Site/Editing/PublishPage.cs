using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Files;
using Preau.Jobs;
using Preau.Law;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Site.Editing;

/// <summary>A scheduled page's hour has come.</summary>
public sealed record PublishDue(long PageId) : IJob;

public abstract record Publishing
{
    public sealed record Published : Publishing;

    public sealed record Scheduled(DateTimeOffset At) : Publishing;

    /// <summary>Why not, as sentences in the reader's language.</summary>
    public sealed record Refused(IReadOnlyList<string> Reasons) : Publishing;
}

/// <summary>The one way to the public: nothing passes without legal notice, controller and contact, nor while the law wants silence.</summary>
public sealed class PublishPage(Database db, Readiness readiness, CampaignLaw law, Words words, TimeProvider clock) : IHandle<PublishDue>
{
    /// <param name="page">A tracked page.</param>
    /// <param name="at">Later, or null for now.</param>
    /// <param name="reader">Whose language reasons are given in.</param>
    public async Task<Publishing> Run(SitePage page, DateTimeOffset? at, CultureInfo reader, CancellationToken ct)
    {
        var said = words.In(reader.TwoLetterISOLanguageName);
        var now = clock.GetUtcNow();
        List<string> reasons = [.. (await readiness.MissingToPublish(ct)).Select(m => said[m])];
        if (page.PicturePath is not null && string.IsNullOrWhiteSpace(page.PictureAlt)) reasons.Add(said[Pictures.NoAlt]);
        var isLater = at is { } later && later > now;
        // What may be published now need not be public at its hour, nor the other way round.
        var decision = await law.MayPublish(PublicationOf(page), isLater ? at : null, ct);
        db.Add(LawDecision.Of("publish", page.Id, decision, now));
        reasons.AddRange(decision.Reasons(reader));

        if (reasons.Count > 0)
        {
            await db.SaveChangesAsync(ct);
            return new Publishing.Refused(reasons);
        }

        page.ChangedAt = now;
        if (isLater)
        {
            (page.Status, page.PublishAt) = (PageStatus.Scheduled, at);
            db.Enqueue(new PublishDue(page.Id), at);
            await db.SaveChangesAsync(ct);
            return new Publishing.Scheduled(at!.Value);
        }

        (page.Status, page.PublishAt) = (PageStatus.Published, null);
        page.PublishedAt ??= now;
        await db.SaveChangesAsync(ct);
        return new Publishing.Published();
    }

    /// <summary>Why the hour that a page is planned for is none at which it may go out: the date of the vote was changed since.</summary>
    public async Task<IReadOnlyList<string>> Objections(SitePage page, CultureInfo reader, CancellationToken ct) =>
        page is { Status: PageStatus.Scheduled, PublishAt: { } due } ? (await law.MayPublish(PublicationOf(page), due, ct)).Reasons(reader) : [];

    public static Publication PublicationOf(SitePage page) => page.Kind == PageKind.Donation ? Publication.GiftPage : Publication.Page;

    /// <summary>Takes the page off the site. It stays as a draft. Always allowed: silence is not broken by saying less.</summary>
    public async Task Withdraw(SitePage page, CancellationToken ct)
    {
        (page.Status, page.PublishAt, page.ChangedAt) = (PageStatus.Draft, null, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    public async Task Run(PublishDue job, CancellationToken ct)
    {
        var page = await db.SitePages.SingleOrDefaultAsync(p => p.Id == job.PageId, ct);
        // Published, withdrawn or put off since: this hour is nobody's any more.
        if (page is not { Status: PageStatus.Scheduled, PublishAt: { } due } || due > clock.GetUtcNow()) return;
        if (await Run(page, null, SiteViews.Culture(page.Language), ct) is not Publishing.Refused) return;
        // It could not go out: it stays a draft that remembers its hour, which its screen tells.
        (page.Status, page.ChangedAt) = (PageStatus.Draft, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
