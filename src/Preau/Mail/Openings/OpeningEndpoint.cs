using Preau.Nations;

namespace Preau.Mail.Openings;

/// <summary>The picture of one point in the mails of those who agreed to it. Whatever is asked for, the answer is the same: it tells a stranger nothing, and no mail shows a broken picture.</summary>
public static class OpeningEndpoint
{
    // A GIF of one clear point (GIF89a).
    private static readonly byte[] Point = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void MapOpenings(this IEndpointRouteBuilder app) => app.MapMethods("/m/o/{token}", [HttpMethods.Get, HttpMethods.Head], Show).OnSite();

    private static async Task Show(string token, HttpContext http, CurrentNation nation, Actor actor, RecordClick record, CancellationToken ct)
    {
        if (!nation.IsEntered)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        actor.IsVisitor();
        await record.Open(token, !RecordClick.IsMachine(http.Request), ct);
        http.Response.ContentType = "image/gif";
        http.Response.ContentLength = Point.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.Body.WriteAsync(Point, ct);
    }
}
