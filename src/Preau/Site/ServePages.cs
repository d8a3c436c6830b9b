using Preau.Nations;

namespace Preau.Site;

/// <summary>Answers with a kept page before anything else looks at the request: nearly all that visitors ask for ends here.</summary>
public sealed class ServePages(RequestDelegate next, PageCache cache, FollowSite follow)
{
    public async Task Invoke(HttpContext http, CurrentNation nation)
    {
        var request = http.Request;
        if (nation.IsEntered && !request.QueryString.HasValue && HttpMethods.IsGet(request.Method) && http.Features.Get<RequestedSurface>()?.Surface == Surface.Site)
        {
            await follow.KnowOwnWrites(http.RequestAborted);
            if (cache.Find(nation.Id, request.Path.Value ?? "/") is { } page)
            {
                await SiteEndpoints.Send(http, page);
                return;
            }
        }

        await next(http);
    }
}
