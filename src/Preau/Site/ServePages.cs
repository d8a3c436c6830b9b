using Preau.Nations;

namespace Preau.Site;

/// <summary>Answers with a kept page before anything else looks at the request: nearly all that visitors ask for ends here.</summary>
public sealed class ServePages(RequestDelegate next, PageCache cache, FollowSite follow)
{
    /// <summary>Whether the kept page of this request was looked for here. Who finds one that is old gets none and makes it anew: asking again would give them the old one, and nobody would.</summary>
    public static bool Asks(HttpRequest request) => !request.QueryString.HasValue && HttpMethods.IsGet(request.Method);

    public async Task Invoke(HttpContext http, CurrentNation nation)
    {
        var request = http.Request;
        if (nation.IsEntered && Asks(request) && http.Features.Get<RequestedSurface>()?.Surface == Surface.Site)
        {
            await follow.KnowOwnWrites(http.RequestAborted);
            if (cache.Find(nation.Id, request.Path.Value ?? "/") is { } page)
            {
                await SiteEndpoints.Send(http, page);
                return;
            }
        }

        if (request.Path.StartsWithSegments("/dist", StringComparison.Ordinal)) http.Response.OnStarting(KeepAssets, http);
        await next(http);
    }

    /// <summary>An address that bears the mark of its content is kept for ever; fonts change with releases only.</summary>
    private static Task KeepAssets(object state)
    {
        var http = (HttpContext)state;
        if (http.Response.StatusCode != StatusCodes.Status200OK) return Task.CompletedTask;
        if (http.Request.Query.ContainsKey("v")) http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        else if (http.Request.Path.StartsWithSegments("/dist/fonts", StringComparison.Ordinal)) http.Response.Headers.CacheControl = "public, max-age=604800";
        return Task.CompletedTask;
    }
}
