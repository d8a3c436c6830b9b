using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Files;
using Preau.Law;
using Preau.Liquid;
using Preau.Nations;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Site;

/// <summary>Puts together what templates see of the campaign and of a page. Reads published pages only, except the one that is asked for.</summary>
public sealed partial class SiteViews(Database db, CurrentNation nation, NationSettings settings, NationDirectory directory, SiteAssets assets, IEnumerable<ISignatureCount> signatures, Words words)
{
    public const int PostsAPage = 10;
    private const int DescriptionLength = 160;
    private string? origin;
    private IdentitySettings? identity;

    public async Task<string> FirstLanguage(CancellationToken ct) => (await Identity(ct)).Languages[0];

    public async Task<SiteDrop> Site(string language, SitePage? current, CancellationToken ct)
    {
        var look = await Identity(ct);
        var first = await FirstLanguage(ct);
        var campaign = await settings.Get<CampaignSettings>(ct);
        var legal = await settings.Get<LegalSettings>(ct);
        var pages = await Published().Where(p => p.Language == language && (p.MenuPosition != null || p.Kind == PageKind.SignUp || p.Kind == PageKind.Donation))
            .OrderBy(p => p.MenuPosition == null).ThenBy(p => p.MenuPosition).ThenBy(p => p.PublishedAt).ThenBy(p => p.Id).Select(p => new { p.Id, p.Title, p.Slug, p.Kind, p.MenuPosition }).ToListAsync(ct);
        string? Link(PageKind kind) => pages.Find(p => p.Kind == kind) is { } page ? PageAddress.Of(page.Slug, language, first) : null;
        var said = words.In(language);
        return new SiteDrop
        {
            Name = string.IsNullOrWhiteSpace(look.SiteName) ? nation.Facts.Name : look.SiteName, Slogan = look.Slogan ?? "", Language = language,
            FullUrl = await Origin(ct), HomeUrl = PageAddress.Of("", language, first), Candidate = campaign.Candidate ?? "", Colours = SiteColours.Of(look.Accent),
            Stylesheet = assets.Stylesheet, Script = assets.Script,
            LogoUrl = At(look.LogoPath, 480), LogoAlt = look.LogoAlt, CoverUrl = look.CoverPath, CoverSmallUrl = At(look.CoverPath, 960), CoverAlt = look.CoverAlt ?? "",
            JoinUrl = Link(PageKind.SignUp), GiveUrl = Link(PageKind.Donation),
            LegalUrl = PageAddress.Of("legal", language, first), PrivacyUrl = PageAddress.Of("privacy", language, first), FeedUrl = PageAddress.Of("feed", language, first),
            Menu = [.. pages.Where(p => p.MenuPosition is not null).Select(p => new LinkDrop(p.Title, PageAddress.Of(p.Slug, language, first), p.Id == current?.Id, language))],
            Collector = Collector(campaign, said), ContactEmail = legal.ContactEmail, Controller = legal.Controller, Vote = Vote(campaign, language, said),
        };
    }

    public async Task<PageDrop> Page(SitePage page, Html form, int offset, CancellationToken ct)
    {
        var first = await FirstLanguage(ct);
        var drop = await Summary(page, first, ct);
        var prose = Prose.Of(Typography.Of(page.Body, page.Language), page.Language);
        var others = await Published().Where(p => p.GroupId == page.GroupId && p.Id != page.Id).Select(p => new { p.Title, p.Slug, p.Language }).ToListAsync(ct);
        return drop with
        {
            Content = prose.Whole,
            Intro = prose.Opening,
            Sections = prose.Parts,
            Contents = prose.Contents,
            Form = form,
            IsIndexed = page.Kind != PageKind.Thanks && page.Status == PageStatus.Published,
            Petition = page.Kind == PageKind.Petition ? await Petition(page, ct) : null,
            Blog = page.Kind is PageKind.Blog or PageKind.Home ? await Blog(page, first, page.Kind == PageKind.Home ? 3 : PostsAPage, offset, ct) : null,
            Translations = [.. others.Select(o => new LinkDrop(LanguageName(o.Language), PageAddress.Of(o.Slug, o.Language, first), false, o.Language))],
            StructuredData = new Html(Structured(page, drop, (await Identity(ct)).SiteName ?? nation.Facts.Name)),
        };
    }

    /// <summary>A page that the product makes by itself: legal notice, privacy, nothing found.</summary>
    public async Task<PageDrop> Page(string title, string path, string language, Html content, bool isIndexed, CancellationToken ct) => new()
    {
        Headline = title, Url = path, FullUrl = await Origin(ct) + path, TypeName = "basic", Language = language, Content = content, IsIndexed = isIndexed, Description = title,
    };

    /// <summary>The petition that the home page shows, and its form's page.</summary>
    public Task<SitePage?> Newest(PageKind kind, string language, CancellationToken ct) =>
        Published().AsNoTracking().Where(p => p.Kind == kind && p.Language == language).OrderByDescending(p => p.PublishedAt).FirstOrDefaultAsync(ct);

    /// <summary>The page of a kind that the campaign put first: the one highest in the menu, else the one that has been public longest. A new one takes no other's place by being new.</summary>
    public Task<SitePage?> Chosen(PageKind kind, string language, CancellationToken ct) =>
        Published().AsNoTracking().Where(p => p.Kind == kind && p.Language == language).OrderBy(p => p.MenuPosition == null).ThenBy(p => p.MenuPosition).ThenBy(p => p.PublishedAt).ThenBy(p => p.Id).FirstOrDefaultAsync(ct);

    public async Task<PageDrop> Summary(SitePage page, string first, CancellationToken ct)
    {
        var url = PageAddress.Of(page.Slug, page.Language, first);
        return new PageDrop
        {
            Headline = Typography.Of(page.Title, page.Language), Url = url, FullUrl = await Origin(ct) + url, TypeName = TypeName(page.Kind), Language = page.Language, Lead = Typography.Of(page.Lead ?? "", page.Language),
            PictureUrl = page.PicturePath, PictureSmallUrl = At(page.PicturePath, 960), PictureAlt = page.PictureAlt ?? "", PublishedAt = page.PublishedAt,
            PublishedOn = page.PublishedAt is { } at ? nation.Facts.DayOf(at).ToString("D", Culture(page.Language)) : "",
            Description = Typography.Of(Description(page), page.Language),
            Petition = page.Kind == PageKind.Petition ? await Petition(page, ct) : null,
        };
    }

    public static CultureInfo Culture(string language) => CultureInfo.GetCultureInfo(language == "fr" ? "fr-FR" : "en-GB");

    public async Task<string> Origin(CancellationToken ct) => origin ??= await directory.AddressOf(nation.Facts, Surface.Site, ct);

    public async Task<IdentitySettings> Identity(CancellationToken ct) => identity ??= await IdentitySettings.Of(settings, nation.Facts, ct);

    /// <summary>An instant on the nation's clock.</summary>
    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, nation.Facts.Zone).DateTime;

    /// <summary>The instant of a wall clock's hour where the nation is.</summary>
    public DateTimeOffset Instant(DateTime local)
    {
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), nation.Facts.Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private IQueryable<SitePage> Published() => db.SitePages.Where(p => p.Status == PageStatus.Published);

    private async Task<BlogDrop> Blog(SitePage blog, string first, int take, int offset, CancellationToken ct)
    {
        var posts = await Published().AsNoTracking().Where(p => p.Kind == PageKind.Post && p.Language == blog.Language).OrderByDescending(p => p.PublishedAt).ThenByDescending(p => p.Id).Skip(offset).Take(take + 1).ToListAsync(ct);
        var slug = blog.Kind == PageKind.Blog ? blog.Slug : await Published().Where(p => p.Kind == PageKind.Blog && p.Language == blog.Language).OrderBy(p => p.Id).Select(p => p.Slug).FirstOrDefaultAsync(ct);
        var url = slug is null ? null : PageAddress.Of(slug, blog.Language, first);
        var shown = new List<PageDrop>(take);
        foreach (var post in posts.Take(take)) shown.Add(await Summary(post, first, ct));
        return new BlogDrop(shown, url, posts.Count > take ? $"{url}?from={offset + take}" : null, offset > 0 ? $"{url}?from={Math.Max(0, offset - take)}" : null);
    }

    private async Task<PetitionDrop> Petition(SitePage page, CancellationToken ct)
    {
        long count = 0;
        foreach (var counter in signatures) count += await counter.Of(page.GroupId, ct);
        var culture = Culture(page.Language);
        return new PetitionDrop(count, page.Goal ?? 0, count.ToString("N0", culture), (page.Goal ?? 0).ToString("N0", culture));
    }

    private static string? Collector(CampaignSettings campaign, Words said) => campaign.CollectorName is not { Length: > 0 } name ? null : campaign.CollectorKind switch
    {
        CollectorKind.Association => said["Gifts are collected by {0}, financing association.", name],
        _ => said["Gifts are collected by {0}, financial agent.", name],
    };

    private static string? Vote(CampaignSettings campaign, string language, Words said) => campaign is not { FirstRoundOn: { } day } ? null
        : campaign.Territory is { Length: > 0 } place ? said["{0}, vote on {1}", place, day.ToString("D", Culture(language))]
        : said["Vote on {0}", day.ToString("D", Culture(language))];

    private static string TypeName(PageKind kind) => kind switch
    {
        PageKind.Home => "home",
        PageKind.Basic => "basic",
        PageKind.Blog => "blog",
        PageKind.Post => "blog_post",
        PageKind.SignUp => "signup",
        PageKind.Petition => "petition",
        PageKind.Donation => "donation",
        PageKind.Thanks => "thanks",
    };

    private static string LanguageName(string language) => language == "fr" ? "Français" : "English";

    private static string? At(string? path, int width)
    {
        var dash = path?.LastIndexOf('-') ?? -1;
        return path is null || dash < 0 ? path : Pictures.PathOf(path["/files/".Length..dash], width);
    }

    private static string Description(SitePage page)
    {
        var text = string.IsNullOrWhiteSpace(page.Lead) ? WebUtility.HtmlDecode(Tags().Replace(page.Body, " ")) : page.Lead;
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= DescriptionLength ? text : text[..text.LastIndexOf(' ', DescriptionLength)] + "…";
    }

    /// <summary>What search engines read of a post and of the home page (schema.org). The encoder escapes «&lt;», so nothing can end the script.</summary>
    private static string Structured(SitePage page, PageDrop drop, string siteName) => page.Kind switch
    {
        PageKind.Post => JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["@context"] = "https://schema.org", ["@type"] = "BlogPosting", ["headline"] = page.Title, ["description"] = drop.Description, ["datePublished"] = page.PublishedAt,
            ["dateModified"] = page.ChangedAt, ["inLanguage"] = page.Language, ["url"] = drop.FullUrl, ["publisher"] = new Dictionary<string, string>(StringComparer.Ordinal) { ["@type"] = "Organization", ["name"] = siteName },
        }),
        PageKind.Home => JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["@context"] = "https://schema.org", ["@type"] = "WebSite", ["name"] = siteName, ["description"] = drop.Description, ["inLanguage"] = page.Language, ["url"] = drop.FullUrl,
        }),
        _ => "",
    };

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}

/// <summary>Counts the signatures of a petition in all its languages, from a total that is kept, not by counting.</summary>
public interface ISignatureCount
{
    Task<long> Of(long groupId, CancellationToken ct);
}
