using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Nations;

namespace Preau.Tests.Access;

/// <summary>One handler of the program that a request can reach: a page's, or a minimal endpoint's.</summary>
/// <param name="Surface">Null where it answers on both.</param>
public sealed record Door(string Method, string Route, Permission? Needs, bool IsOpen, Surface? Surface, bool IsPage, string? Handler = null)
{
    public override string ToString() => $"{Method} /{Route}{(Handler is null ? "" : $"?handler={Handler}")}";

    /// <summary>Every handler there is, as routing knows them.</summary>
    public static async Task<IReadOnlyList<Door>> All(IServiceProvider services)
    {
        var pages = services.GetRequiredService<PageLoader>();
        var doors = new List<Door>();
        foreach (var endpoint in services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var route = (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await pages.LoadAsync(page, endpoint.Metadata);
                doors.AddRange(compiled.HandlerMethods.Select(h => new Door(h.HttpMethod.ToUpperInvariant(), route, PagePermission.Needed(h.MethodInfo, compiled.HandlerTypeInfo), isOpen || compiled.HandlerTypeInfo.GetCustomAttribute<AllowAnonymousAttribute>() is not null, Nations.Surface.Panel, IsPage: true, h.Name)));
            }
            else
            {
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    doors.Add(new Door(method, route, endpoint.Metadata.GetMetadata<NeedsAttribute>()?.Permission, isOpen, OnSurfaceAttribute.Of(endpoint), IsPage: false));
                }
            }
        }

        return [.. doors.DistinctBy(d => (d.ToString(), d.Surface)).OrderBy(d => d.Route, StringComparer.Ordinal).ThenBy(d => d.Method, StringComparer.Ordinal)];
    }
}
