using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Mail.Measuring;
using Preau.Nations;

namespace Preau.Mail.Writing;

/// <summary>The HTML of a mail for the frame of its preview, under a policy of its own: no script, no form, pictures of the campaign's site only, framed by the panel alone.</summary>
public static class PreviewFrame
{
    private const string Dark = "(prefers-color-scheme: dark)";

    public static void MapPreviewFrame(this IEndpointRouteBuilder app) => app.MapGet("/mail/{id:long}/preview.html", Show).Needs(Permission.ViewMail);

    private static async Task Show(long id, long? person, int? version, bool? dark, HttpContext http, Database db, VersionsOf versions, RenderMail render, NationDirectory directory, CurrentNation nation, CancellationToken ct)
    {
        if (await db.Blasts.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct) is not { IsText: false } blast || (await versions.Run(blast, ct)).Written.ElementAtOrDefault(version ?? 0) is not { } shown || await render.Run(shown, person is > 0 ? person : null, ct) is not Rendering.Done { Mail: var mail })
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await Write(http, mail.Html, dark == true, directory, nation, ct);
    }

    /// <summary>Shown by day or by night as asked, whatever the reader's own screen prefers.</summary>
    public static async Task Write(HttpContext http, string html, bool isDark, NationDirectory directory, CurrentNation nation, CancellationToken ct)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; img-src {await directory.AddressOf(nation.Facts, Surface.Site, ct)}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Referrer-Policy"] = "no-referrer";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(html.Replace(Dark, isDark ? "all" : "not all", StringComparison.Ordinal), Encoding.UTF8, ct);
    }
}
