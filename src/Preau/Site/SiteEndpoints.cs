using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Site;

/// <summary>The public site: pages out of the cache, forms, what search engines and feed readers ask for.</summary>
public static class SiteEndpoints
{
    private const int PostsInFeed = 20;

    public static void MapSite(this IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", Robots).OnSite();
        app.MapGet("/sitemap.xml", Sitemap).OnSite();
        app.MapGet("/feed", Feed).OnSite();
        app.MapGet("/en/feed", Feed).OnSite();
        app.MapGet("/fr/feed", Feed).OnSite();
        app.MapGet("/preview/{token}", Preview).OnSite();
        app.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], Show).OnSite().WithOrder(1000);
        app.MapPost("/{**path}", Take).OnSite().WithOrder(1000).DisableAntiforgery();
    }

    private static async Task Show(string? path, HttpContext http, CurrentNation nation, PageCache cache, FollowSite follow, MakePage make)
    {
        if (!nation.IsEntered)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // The handler of errors asks again, under its own path, when a page could not be made.
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            await make.Apologise(http, http.RequestAborted);
            return;
        }

        var query = http.Request.Query;
        if (query.ContainsKey("t"))
        {
            await make.Thank(http, path ?? "", http.RequestAborted);
            return;
        }

        var from = query.TryGetValue("from", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000 ? number : 0;
        var key = from == 0 ? http.Request.Path.Value ?? "/" : string.Create(CultureInfo.InvariantCulture, $"{http.Request.Path}?from={from}");
        await follow.KnowOwnWrites(http.RequestAborted);
        if ((ServePages.Asks(http.Request) ? null : cache.Find(nation.Id, key)) is not { } page)
        {
            var generation = cache.Generation(nation.Id);
            page = await make.Run(path ?? "", from, http.RequestAborted);
            if (page.Status == StatusCodes.Status200OK)
            {
                cache.Keep(nation.Id, key, page, generation);
            }
            else if (await make.Moved(path ?? "", http.RequestAborted) is { } moved)
            {
                // Browsers ask again each time: another page may stand here one day.
                http.Response.Headers.CacheControl = "no-cache";
                http.Response.Redirect(moved + http.Request.QueryString, permanent: true);
                return;
            }
        }

        await Send(http, page);
    }

    /// <summary>The bytes as they are kept, in the encoding that the browser takes.</summary>
    public static async Task Send(HttpContext http, CachedPage page, string keep = "no-cache")
    {
        var (request, response) = (http.Request, http.Response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = page.Policy;
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";
        headers.ETag = page.Mark;
        headers.CacheControl = keep;
        if (page.Status == StatusCodes.Status200OK && request.Headers.IfNoneMatch == page.Mark)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var accepted = request.Headers.AcceptEncoding.ToString();
        var (bytes, encoding) = accepted.Contains("br", StringComparison.Ordinal) ? (page.Brotli, "br") : accepted.Contains("gzip", StringComparison.Ordinal) ? (page.Gzip, "gzip") : (page.Plain, null);
        if (encoding is not null) headers.ContentEncoding = encoding;
        response.StatusCode = page.Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static async Task Take(string? path, HttpContext http, CurrentNation nation, TakeForm take, CancellationToken ct)
    {
        if (!nation.IsEntered) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!http.Request.HasFormContentType) http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else await take.Run(path ?? "", http, ct);
    }

    private static async Task Preview(string token, HttpContext http, PreviewLinks links, Database db, RenderPage render, CancellationToken ct)
    {
        if (links.Read(token) is not { } pageId || await db.SitePages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == pageId, ct) is not { } page)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var shown = new CachedPage(await render.Run(page, null, 0, null, ct), StatusCodes.Status200OK);
        await Send(http, shown, "no-store");
    }

    private static async Task<IResult> Robots(CurrentNation nation, SiteViews views, CancellationToken ct) => !nation.IsEntered
        ? Results.NotFound()
        : Results.Text($"User-agent: *\nDisallow: /preview/\nDisallow: /give/\n\nSitemap: {await views.Origin(ct)}/sitemap.xml\n", "text/plain");

    private static async Task<IResult> Sitemap(CurrentNation nation, Database db, SiteViews views, CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        var (origin, first) = (await views.Origin(ct), await views.FirstLanguage(ct));
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var pages = await db.SitePages.Where(p => p.Status == PageStatus.Published && p.Kind != PageKind.Thanks).OrderBy(p => p.Id).Take(50_000).Select(p => new { p.Slug, p.Language, p.ChangedAt }).ToListAsync(ct);
        var document = new XElement(map + "urlset", pages.Select(p => new XElement(map + "url",
            new XElement(map + "loc", origin + PageAddress.Of(p.Slug, p.Language, first)), new XElement(map + "lastmod", p.ChangedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))));
        return Xml(document, "application/xml");
    }

    private static async Task<IResult> Feed(HttpContext http, CurrentNation nation, Database db, SiteViews views, Words words, CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        var (origin, first) = (await views.Origin(ct), await views.FirstLanguage(ct));
        var (language, _) = PageAddress.Read(http.Request.Path.Value ?? "", first);
        var site = await views.Site(language, null, ct);
        var posts = await db.SitePages.AsNoTracking().Where(p => p.Kind == PageKind.Post && p.Status == PageStatus.Published && p.Language == language).OrderByDescending(p => p.PublishedAt).Take(PostsInFeed).ToListAsync(ct);
        var channel = new XElement("channel", new XElement("title", site.Name), new XElement("link", origin + site.HomeUrl), new XElement("description", site.Slogan.Length > 0 ? site.Slogan : words.In(language)["News of {0}", site.Name]), new XElement("language", language));
        foreach (var post in posts)
        {
            var drop = await views.Summary(post, first, ct);
            channel.Add(new XElement("item", new XElement("title", post.Title), new XElement("link", drop.FullUrl), new XElement("guid", drop.FullUrl),
                new XElement("pubDate", post.PublishedAt?.ToString("R", CultureInfo.InvariantCulture)), new XElement("description", drop.Description)));
        }

        return Xml(new XElement("rss", new XAttribute("version", "2.0"), channel), "application/rss+xml");
    }

    private static IResult Xml(XElement root, string type) => Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting), type, Encoding.UTF8);
}
