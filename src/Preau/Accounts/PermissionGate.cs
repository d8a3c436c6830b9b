using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Preau.Nations;

namespace Preau.Accounts;

/// <summary>Minimal endpoints on the panel: no permission named, no entry.</summary>
public sealed class PermissionGate(RequestDelegate next)
{
    public Task Invoke(HttpContext context, CurrentAccount account)
    {
        var endpoint = context.GetEndpoint();
        var isOurs = endpoint is not null && OnSurfaceAttribute.Of(endpoint) == Surface.Panel && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null;
        if (!isOurs || endpoint!.Metadata.GetMetadata<IAllowAnonymous>() is not null) return next(context);
        var needed = endpoint.Metadata.GetMetadata<NeedsAttribute>();
        if (needed is not null && account.Can(needed.Permission)) return next(context);
        context.Response.StatusCode = account.Id is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

/// <summary>Razor pages: the handler's permission, else the page's; none named, no entry.</summary>
public sealed class PagePermission(CurrentAccount account, CurrentNation nation) : IAsyncPageFilter
{
    public static Permission? NeededBy(PageHandlerSelectedContext context) => Needed(context.HandlerMethod?.MethodInfo, context.ActionDescriptor.HandlerTypeInfo);

    public static Permission? Needed(System.Reflection.MethodInfo? handler, Type page) =>
        ((NeedsAttribute?)(handler is null ? null : Attribute.GetCustomAttribute(handler, typeof(NeedsAttribute))) ?? (NeedsAttribute?)Attribute.GetCustomAttribute(page, typeof(NeedsAttribute)))?.Permission;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var isOpen = context.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any();
        var needed = Needed(context.HandlerMethod?.MethodInfo, context.ActionDescriptor.HandlerTypeInfo);
        if (isOpen || (needed is { } permission && account.Can(permission)))
        {
            await next();
            return;
        }

        var request = context.HttpContext.Request;
        if (!nation.IsEntered && HttpMethods.IsGet(request.Method))
        {
            context.Result = new RedirectResult($"{request.PathBase}/first-run");   // which is not there once a nation is
            return;
        }

        context.Result = account.Id is null && HttpMethods.IsGet(request.Method)
            ? new RedirectResult($"{request.PathBase}/sign-in?to={Uri.EscapeDataString(request.PathBase + request.Path + request.QueryString)}")
            : new StatusCodeResult(account.Id is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden);
    }
}
