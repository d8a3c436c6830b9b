namespace Preau.Nations;

/// <summary>Enters the nation that the request's host names, before routing, so that no later code can act without knowing whose rows it asks for.</summary>
public sealed class NationFromHost(RequestDelegate next)
{
    /// <summary>Where the panel is when site and panel have one name.</summary>
    public const string PanelPath = "/panel";

    public async Task Invoke(HttpContext context, NationDirectory directory, CurrentNation nation)
    {
        var place = await directory.Locate(context.Request.Host.Host, context.RequestAborted);
        // A name of nobody's leads nowhere, except that whoever watches the program asks by its address. Before there is a nation every name leads to the first page.
        if (place is null && !context.Request.Path.StartsWithSegments(Health.Root, StringComparison.Ordinal) && (await directory.All(context.RequestAborted)).Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var surface = place?.Surface ?? Surface.Panel;
        if (place is { SharesName: true } && context.Request.Path.StartsWithSegments(PanelPath, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            (context.Request.PathBase, context.Request.Path) = (context.Request.PathBase + PanelPath, rest.HasValue ? rest : "/");
            surface = Surface.Panel;
        }

        if (place is not null) nation.Enter(place.Nation);
        // Asked for only then: it brings a context of the store with it, which costs more than a whole page out of the cache.
        if (place?.UnseenName is { } unseen) await context.RequestServices.GetRequiredService<MarkSeen>().Run(unseen, context.RequestAborted);
        context.Features.Set(new RequestedSurface(surface, place?.SharesName ?? false));
        await next(context);
    }
}

/// <summary>The part of the product that the request's address names.</summary>
public sealed record RequestedSurface(Surface Surface, bool SharesName);
