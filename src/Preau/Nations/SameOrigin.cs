namespace Preau.Nations;

/// <summary>Refuses unsafe requests to the public site that another site's page sent. Public pages are the same bytes for everybody, so there is no token to check.</summary>
public sealed class SameOrigin(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || OnSurfaceAttribute.Of(endpoint) != Surface.Site || endpoint.Metadata.GetMetadata<FromAnywhereAttribute>() is not null || IsOurs(context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOurs(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
