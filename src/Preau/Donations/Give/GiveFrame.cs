using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Liquid;
using Preau.Shared;
using Preau.Site;

namespace Preau.Donations.Give;

/// <summary>The gift form inside the campaign's theme: on its own address, or as the donation page that it was sent from.</summary>
public sealed class GiveFrame(Database db, RenderPage render, Words words)
{
    /// <param name="http">The request.</param>
    /// <param name="language">Of the page around the form.</param>
    /// <param name="pageId">The donation page that the form stands on; empty where the site has none.</param>
    /// <param name="form">The fragment.</param>
    /// <param name="status">200, or 422 and others of a form that comes back.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IResult> Page(HttpContext http, string language, string pageId, string form, int status, CancellationToken ct)
    {
        var page = long.TryParse(pageId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.SitePages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Kind == PageKind.Donation && p.Status == PageStatus.Published, ct)
            : null;
        var html = page is null
            ? await render.Alone("pages_show_donation", words.In(language)["Give"], $"/give?lang={language}", language, new Html(""), new Html(form), ct)
            : await render.With(page, new Html(form), ct);
        return Answer(http, html, status);
    }

    public async Task<IResult> Thanks(HttpContext http, string language, string thanks, CancellationToken ct) => Answer(
        http, await render.Alone("pages_show_answer", words.In(language)["Give"], $"/give?lang={language}", language, new Html(thanks), new Html(""), ct), StatusCodes.Status200OK);

    private static IResult Answer(HttpContext http, string html, int status)
    {
        http.Response.Headers.ContentSecurityPolicy = CachedPage.PolicyOf(html);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}
