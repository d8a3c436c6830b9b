using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Preau.Mail.Confirming;
using Preau.Mail.Linked;
using Preau.Mail.Openings;
using Preau.Mail.Returns;
using Preau.Nations;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Where the links of mails lead: on the campaign's site, without cookie or sign-in.</summary>
public static class MailEndpoints
{
    private const int LongestForm = 4096;

    public static void MapMail(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/m/c/{token}", [HttpMethods.Get, HttpMethods.Head], Click).OnSite();
        app.MapMethods("/t/{token}", [HttpMethods.Get, HttpMethods.Head], ShortClick).OnSite();
        app.MapGet("/m/u/{token}", Ask).OnSite();
        // Mail programs post here by themselves (RFC 8058), from anywhere.
        app.MapPost("/m/u/{token}", Leave).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapPost("/m/u/{token}/why", Explain).OnSite().DisableAntiforgery();
        app.MapPost("/m/u/{token}/unmeasured", Unmeasure).OnSite().DisableAntiforgery();
        app.MapOpenings();
        app.MapConfirming();
        app.MapReturns();
        app.MapLinked();
        app.MapMailScreens();
    }

    private static Task Click(string token, HttpContext http, CurrentNation nation, Actor actor, RecordClick record, CancellationToken ct) =>
        Lead(isCounted => record.Run(token, isCounted, ct), http, nation, actor, ct);

    private static Task ShortClick(string token, HttpContext http, CurrentNation nation, Actor actor, RecordClick record, CancellationToken ct) =>
        Lead(isCounted => record.RunShort(token, isCounted, ct), http, nation, actor, ct);

    private static async Task Lead(Func<bool, Task<string?>> record, HttpContext http, CurrentNation nation, Actor actor, CancellationToken ct)
    {
        if (!nation.IsEntered)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        actor.IsVisitor();
        if (await record(!RecordClick.IsMachine(http.Request)) is not { } url)
        {
            // Cut off on its way: the site’s own page says so, and leads on. Made only now: whoever is led on needs no store.
            await Send(http, await http.RequestServices.GetRequiredService<MakePage>().Missing(ct));
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        // The page behind must not learn the token.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Redirect(url);
    }

    private static Task Ask(string token, string? lang, HttpContext http, CurrentNation nation, Actor actor, LeavePages pages, CancellationToken ct) => Answer(http, nation, actor, () => pages.Ask(token, lang, ct));

    private static Task Leave(string token, string? lang, HttpContext http, CurrentNation nation, Actor actor, LeavePages pages, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LongestForm;
        return Answer(http, nation, actor, () => pages.Leave(token, lang, ct));
    }

    private static Task Explain(string token, string? lang, [FromForm] string? reason, HttpContext http, CurrentNation nation, Actor actor, LeavePages pages, CancellationToken ct) =>
        Answer(http, nation, actor, () => pages.Explain(token, reason, lang, ct));

    private static Task Unmeasure(string token, string? lang, HttpContext http, CurrentNation nation, Actor actor, LeavePages pages, CancellationToken ct) => Answer(http, nation, actor, () => pages.Unmeasure(token, lang, ct));

    /// <summary>A page behind a link of a mail: for whoever has the link, kept and found by nobody.</summary>
    internal static async Task Answer(HttpContext http, CurrentNation nation, Actor actor, Func<Task<CachedPage>> page)
    {
        actor.IsVisitor();
        if (nation.IsEntered) await Send(http, await page());
        else http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static Task Send(HttpContext http, CachedPage page)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return SiteEndpoints.Send(http, page, "no-store");
    }
}
