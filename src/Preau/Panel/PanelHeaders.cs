using Preau.Nations;

namespace Preau.Panel;

/// <summary>The panel's policy: everything from its own origin, nothing inline, nobody frames it, nothing is kept by caches.</summary>
public sealed class PanelHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task Invoke(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (context.Features.Get<RequestedSurface>()?.Surface != Surface.Panel) return next(context);
        headers.ContentSecurityPolicy = Policy;
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!context.Request.Path.StartsWithSegments("/dist", StringComparison.Ordinal)) headers.CacheControl = "no-store";
        headers.Append("Vary", "HX-Request-Type");
        return next(context);
    }
}
