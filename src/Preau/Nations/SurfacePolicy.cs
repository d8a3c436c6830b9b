using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing.Matching;

namespace Preau.Nations;

/// <summary>Says on which surface an endpoint exists. Razor pages are the panel's without saying so; an endpoint that says nothing (files, health) is on both.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnSurfaceAttribute(Surface surface) : Attribute
{
    public Surface Surface => surface;

    public static Surface? Of(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<OnSurfaceAttribute>()?.Surface
        ?? (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null ? null : Surface.Panel);
}

/// <summary>Keeps each surface's routes to itself: /people is the panel's list on one host and a page of the campaign on the other.</summary>
public sealed class SurfacePolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -100;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(e => OnSurfaceAttribute.Of(e) is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var asked = httpContext.Features.Get<RequestedSurface>()?.Surface;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && OnSurfaceAttribute.Of(candidates[i].Endpoint) is { } surface && surface != asked) candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }
}

public static class SurfaceEndpoints
{
    /// <summary>A public endpoint. Unsafe requests must come from the site itself (<see cref="SameOrigin"/>), since public pages carry no antiforgery cookie.</summary>
    public static TBuilder OnSite<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OnSurfaceAttribute(Surface.Site));

    public static TBuilder OnPanel<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OnSurfaceAttribute(Surface.Panel));

    /// <summary>For endpoints that other machines post to: webhooks, and one-click unsubscribe from a mail program.</summary>
    public static TBuilder FromAnywhere<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new FromAnywhereAttribute());
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class FromAnywhereAttribute : Attribute;
