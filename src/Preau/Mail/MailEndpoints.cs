using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Preau.Nations;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail;

/// <summary>Where the links of mails lead: on the campaign's site, without cookie or sign-in.</summary>
public static class MailEndpoints
{
    private const int LongestForm = 4096;

    public static void MapMail(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/m/c/{token}", [HttpMethods.Get, HttpMethods.Head], Click).OnSite();
        app.MapGet("/m/u/{token}", Ask).OnSite();
        // Mail programs post here by themselves (RFC 8058), from anywhere.
        app.MapPost("/m/u/{token}", Leave).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapMailScreens();
    }

    private static async Task<IResult> Click(string token, HttpContext http, CurrentNation nation, Actor actor, RecordClick record, CancellationToken ct)
    {
        if (!nation.IsEntered) return Results.NotFound();
        actor.IsVisitor();
        if (await record.Run(token, isCounted: !RecordClick.IsMachine(http.Request), ct) is not { } url) return Results.NotFound();
        http.Response.Headers.CacheControl = "no-store";
        // The page behind must not learn the token.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return Results.Redirect(url);
    }

    /// <summary>Only asks: scanners open every link of a mail.</summary>
    private static async Task Ask(string token, string? lang, HttpContext http, CurrentNation nation, LeaveList leave, RenderPage render, Words words, CancellationToken ct)
    {
        if (!nation.IsEntered || await leave.Read(token, ct) is not var (blast, personId))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var language = Language(lang, blast);
        var said = words.In(language);
        var path = $"/m/u/{token}";
        var other = language == "fr" ? "en" : "fr";
        var text = personId == 0
            ? $"<p>{Html(said["This is the link of a test: it takes nobody off the list."])}</p>"
            : $"<p>{Html(said["Press the button, and no more mail comes to you. Nothing else is asked."])}</p><form class=\"do\" method=\"post\" action=\"{path}?lang={language}\"><button class=\"button\">{Html(said["Unsubscribe"])}</button></form>";
        await Send(http, await render.Run(said["No more mail"], path, language, $"{text}<p><a href=\"{path}?lang={other}\" hreflang=\"{other}\" lang=\"{other}\">{Html(words.In(other)["Read this in English"])}</a></p>", ct));
    }

    private static async Task Leave(string token, string? lang, HttpContext http, CurrentNation nation, Actor actor, LeaveList leave, RenderPage render, Words words, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LongestForm;
        if (!nation.IsEntered || await leave.Read(token, ct) is not var (blast, personId))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        actor.IsVisitor();
        // Whoever closes the window at once has pressed the button all the same.
        await leave.Run(blast, personId, CancellationToken.None);
        var language = Language(lang, blast);
        var said = words.In(language);
        var text = personId == 0 ? said["This is the link of a test: it takes nobody off the list."] : said["Done: no more mail comes to you. What is on its way this very minute may still arrive."];
        await Send(http, await render.Run(said["No more mail"], $"/m/u/{token}", language, $"<p>{Html(text)}</p>", ct));
    }

    private static Task Send(HttpContext http, string html)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return SiteEndpoints.Send(http, new CachedPage(html, StatusCodes.Status200OK), "no-store");
    }

    private static string Language(string? asked, Blast blast) => Words.Languages.Contains(asked, StringComparer.Ordinal) && asked is not null ? asked : blast.Language;

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
