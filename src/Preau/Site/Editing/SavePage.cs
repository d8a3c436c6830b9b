using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Shared;

namespace Preau.Site.Editing;

/// <summary>What an editor changes of a page.</summary>
public sealed record PageDraft
{
    public required string Title { get; init; }
    public required string Slug { get; init; }
    public string? Lead { get; init; }
    public string? Body { get; init; }
    public int? Goal { get; init; }
}

public abstract record PageSaved
{
    public sealed record Saved : PageSaved;

    public sealed record SlugTaken : PageSaved;

    /// <summary>The law wants what is public left as it is.</summary>
    public sealed record Silent(IReadOnlyList<string> Reasons) : PageSaved;
}

/// <summary>Makes pages and changes them. What is public is changed only while publishing is allowed.</summary>
public sealed class SavePage(Database db, CampaignLaw law, TimeProvider clock)
{
    /// <summary>A new draft; the caller saves. Its slug is made from its title.</summary>
    public async Task<SitePage> New(PageKind kind, string language, string title, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var page = new SitePage { Kind = kind, Language = language, Title = title, Slug = await FreeSlug(kind, language, title, ct), CreatedAt = now, ChangedAt = now };
        db.Add(page);
        page.GroupId = page.Id;
        return page;
    }

    /// <summary>The same page in another language, as a draft to be translated. Null where there is one already.</summary>
    public async Task<SitePage?> Translate(SitePage page, string language, CancellationToken ct)
    {
        if (await db.SitePages.AnyAsync(p => p.GroupId == page.GroupId && p.Language == language, ct)) return null;
        var copy = await New(page.Kind, language, page.Title, ct);
        (copy.GroupId, copy.Lead, copy.Body, copy.PicturePath, copy.PictureAlt, copy.Goal) = (page.GroupId, page.Lead, page.Body, page.PicturePath, page.PictureAlt, page.Goal);
        return copy;
    }

    public async Task<PageSaved> Run(SitePage page, PageDraft draft, CultureInfo reader, CancellationToken ct)
    {
        if (page.Status == PageStatus.Published && await law.MayPublish(PublishPage.PublicationOf(page), ct) is { IsAllowed: false } no) return new PageSaved.Silent(no.Reasons(reader));
        if (page.Slug != draft.Slug && await IsTaken(page.Language, draft.Slug, page.Id, ct)) return new PageSaved.SlugTaken();
        if (page.Slug != draft.Slug && page.PublishedAt is not null) await Leave(page, ct);
        (page.Title, page.Slug, page.Lead, page.Body) = (draft.Title.Trim(), draft.Slug, string.IsNullOrWhiteSpace(draft.Lead) ? null : draft.Lead.Trim(), CleanHtml.Of(draft.Body));
        (page.Goal, page.ChangedAt) = (draft.Goal, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new PageSaved.Saved();
    }

    private async Task Leave(SitePage page, CancellationToken ct)
    {
        if (await db.FormerAddresses.SingleOrDefaultAsync(a => a.Language == page.Language && a.Slug == page.Slug, ct) is { } known) known.PageId = page.Id;
        else db.Add(new FormerAddress { Language = page.Language, Slug = page.Slug, PageId = page.Id });
    }

    private async Task<string> FreeSlug(PageKind kind, string language, string title, CancellationToken ct)
    {
        if (kind == PageKind.Home && !await IsTaken(language, "", 0, ct)) return "";
        var slug = Slug.Of(title) is { Length: > 0 } made ? made : "page";
        var taken = await db.SitePages.Where(p => p.Language == language && p.Slug.StartsWith(slug)).Select(p => p.Slug).ToListAsync(ct);
        return Slug.Free(slug, s => taken.Contains(s) || !PageAddress.IsFree(s));
    }

    private Task<bool> IsTaken(string language, string slug, long exceptId, CancellationToken ct) => db.SitePages.AnyAsync(p => p.Language == language && p.Slug == slug && p.Id != exceptId, ct);
}
