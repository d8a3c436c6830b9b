using System.Net.Mime;
using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Site;

namespace Preau.Mail.Linked;

/// <summary>Hands a linked file out on the campaign's site: to be saved, never to be opened by the browser as a page of ours.</summary>
public static class SendLinked
{
    public static void MapLinked(this IEndpointRouteBuilder app) => app.MapMethods("/files/{key}", [HttpMethods.Get, HttpMethods.Head], Send).OnSite();

    private static async Task<IResult> Send(string key, HttpContext http, Database db, LinkedFolder folder, CurrentNation nation, CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        var headers = http.Response.Headers;
        headers["X-Robots-Tag"] = "noindex";
        if (await db.LinkedFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Key == key, ct) is not { } file || !folder.Has(file.Key))
        {
            // The link of a mail that left: the site’s own page says so, and leads on.
            await SiteEndpoints.Send(http, await http.RequestServices.GetRequiredService<MakePage>().Missing(ct), "no-store");
            return Results.Empty;
        }

        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // Asked for again each time: it may have been removed since.
        headers.CacheControl = "private, no-cache";
        return Results.File(folder.Full(file.Key), LinkedKind.Of(file.Name)?.Type ?? MediaTypeNames.Application.Octet, file.Name, lastModified: file.CreatedAt, enableRangeProcessing: true);
    }
}
