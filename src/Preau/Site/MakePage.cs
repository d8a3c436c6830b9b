using System.Net;
using Microsoft.EntityFrameworkCore;
using Preau.Shared;

namespace Preau.Site;

/// <summary>Finds what stands at an address and renders it.</summary>
public sealed class MakePage(Database db, SiteViews views, RenderPage render, ThanksLinks thanks, Words words)
{
    public async Task<CachedPage> Run(string path, int from, CancellationToken ct)
    {
        var (language, slug) = PageAddress.Read(path, await views.FirstLanguage(ct));
        if (await Find(language, slug, ct) is { } page) return new CachedPage(await render.Run(page, null, from, null, ct), StatusCodes.Status200OK, leadsToPayment: page.Kind == PageKind.Donation);
        if (await render.Legal(slug, language, "/" + path, ct) is { } legal) return new CachedPage(legal, StatusCodes.Status200OK);
        return await Missing(path, language, slug.Length == 0, ct);
    }

    /// <summary>A page for somebody who has just done something: their first name stands on it, so it is kept nowhere.</summary>
    public async Task Thank(HttpContext http, string path, CancellationToken ct)
    {
        var (language, slug) = PageAddress.Read(path, await views.FirstLanguage(ct));
        var firstName = thanks.Read(http.Request.Query["t"].ToString());
        var shown = await Find(language, slug, ct) is { } page
            ? new CachedPage(await render.Run(page, null, 0, new SignupDrop(firstName ?? ""), ct), StatusCodes.Status200OK)
            : await Run(path, 0, ct);
        await SiteEndpoints.Send(http, shown, "no-store");
    }

    /// <summary>What a visitor sees when something is wrong on our side. Plain, since the theme or the store may be what is wrong.</summary>
    public async Task Apologise(HttpContext http, CancellationToken ct)
    {
        var said = words.In(http.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "fr");
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var (title, text) = (WebUtility.HtmlEncode(said["Something went wrong on our side"]), WebUtility.HtmlEncode(said["Please try again in a moment. If you sent a form, check first whether it arrived."]));
        await http.Response.WriteAsync($"<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><h1>{title}</h1><p>{text}</p><p><a href=\"/\">{WebUtility.HtmlEncode(said["To the first page"])}</a></p>", ct);
    }

    /// <summary>That there is no such page, in the site's first language.</summary>
    public async Task<CachedPage> Missing(CancellationToken ct) => await Missing("", await views.FirstLanguage(ct), isHome: false, ct);

    public Task<SitePage?> Find(string language, string slug, CancellationToken ct) =>
        Published.SingleOrDefaultAsync(p => p.Language == language && p.Slug == slug, ct);

    /// <summary>The page that was at an address where none is now.</summary>
    public Task<SitePage?> FindMoved(string language, string slug, CancellationToken ct) =>
        Published.SingleOrDefaultAsync(p => db.FormerAddresses.Any(a => a.Language == language && a.Slug == slug && a.PageId == p.Id), ct);

    /// <summary>Where the page that was at a path is now; null where there was none.</summary>
    public async Task<string?> Moved(string path, CancellationToken ct)
    {
        var first = await views.FirstLanguage(ct);
        var (language, slug) = PageAddress.Read(path, first);
        return await FindMoved(language, slug, ct) is { } page ? PageAddress.Of(page.Slug, page.Language, first) : null;
    }

    private IQueryable<SitePage> Published => db.SitePages.AsNoTracking().Where(p => p.Status == PageStatus.Published);

    private async Task<CachedPage> Missing(string path, string language, bool isHome, CancellationToken ct)
    {
        var said = words.In(language);
        var (title, text) = isHome
            ? (said["Coming soon"], said["This campaign’s site is being built."])
            : (said["There is no such page"], said["It may have moved, or its address was mistyped."]);
        var home = PageAddress.Of("", language, await views.FirstLanguage(ct));
        var way = isHome ? "" : $"<p><a href=\"{home}\">{WebUtility.HtmlEncode(said["To the first page"])}</a></p>";
        return new CachedPage(await render.Run(title, "/" + path, language, $"<p>{WebUtility.HtmlEncode(text)}</p>{way}", ct), StatusCodes.Status404NotFound);
    }
}
