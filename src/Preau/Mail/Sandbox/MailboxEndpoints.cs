using System.Text;
using Microsoft.AspNetCore.Mvc;
using MimeKit;
using Preau.Sandbox;

namespace Preau.Mail.Sandbox;

/// <summary>The mailbox's pages in the sandbox process, below /mail.</summary>
public static class MailboxEndpoints
{
    // What came in is a stranger's: it runs nothing, sends no form, and its links open elsewhere.
    private const string LetterPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src data:";
    /// <summary>By which it is asked as a provider.</summary>
    public const string Key = "sandbox";

    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'";

    public static void MapMailbox(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/mail").AddEndpointFilter(OnlyFromHere);
        pages.MapGet("", List);
        pages.MapGet("/{id:long}", Show);
        pages.MapGet("/{id:long}/html", Letter);
        pages.MapGet("/{id:long}/source", (long id, Mailbox mailbox) => mailbox.Find(id) is var (_, raw) ? Results.Bytes(raw, "text/plain; charset=utf-8") : Results.NotFound());
        pages.MapPost("/{id:long}/unsubscribe", Unsubscribe).DisableAntiforgery();
        pages.MapPost("/switch", ([FromForm] Mischief mischief, Moods moods) =>
        {
            // Enums are also read from numbers, whatever the number.
            if (!Enum.IsDefined(mischief)) return Results.BadRequest();
            moods.Switch = mischief;
            return Results.Redirect("/mail");
        }).DisableAntiforgery();
        app.MapGet("/mailgun/v3/{domain}/events", Events).AddEndpointFilter(OnlyFromHere);
        pages.MapPost("/clear", (Mailbox mailbox) =>
        {
            mailbox.Clear();
            return Results.Redirect("/mail");
        }).DisableAntiforgery();
    }

    private static IResult List(HttpContext http, Mailbox mailbox, Moods moods, string? q, string? doubles, long? before)
    {
        var search = new MailSearch(string.IsNullOrWhiteSpace(q) ? null : q.Trim(), DoublesOnly: doubles == "1", Before: before);
        return Html(http, Pages(http).List(mailbox.Find(search), mailbox.Totals, search, moods.Switch));
    }

    /// <summary>What Mailgun tells of a mail, by its Message-ID: nothing where it never came, and nothing to whoever has another key.</summary>
    private static IResult Events(HttpContext http, Mailbox mailbox, [FromQuery(Name = "message-id")] string? messageId)
    {
        if (http.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{Key}"))) return Results.Text("Forbidden", statusCode: StatusCodes.Status401Unauthorized);
        var isHere = messageId is { Length: > 0 } && mailbox.FirstWith(messageId) is not null;
        var names = isHere ? new[] { "accepted", "delivered" } : [];
        return Results.Json(new { items = names.Select(name => new { @event = name, message = new { headers = new Dictionary<string, string?>(StringComparer.Ordinal) { ["message-id"] = messageId } } }), paging = new { } });
    }

    private static IResult Show(HttpContext http, long id, Mailbox mailbox)
    {
        if (mailbox.Find(id) is not var (row, raw)) return Html(http, Pages(http).Gone(), StatusCodes.Status404NotFound);
        return Html(http, Pages(http).Show(row, Read(raw), row is { IsDouble: true, MessageId: { } known } ? mailbox.FirstWith(known) : null));
    }

    private static IResult Letter(HttpContext http, long id, Mailbox mailbox)
    {
        if (mailbox.Find(id) is not var (_, raw) || Read(raw).HtmlBody is not { } html) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = LetterPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(InNewTab(html), "text/html; charset=utf-8");
    }

    /// <summary>Its links leave the frame that it stands in. In the head, where it has one: before the doctype it would be drawn by other rules.</summary>
    private static string InNewTab(string html)
    {
        const string Base = "<base target=\"_blank\">";
        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return head < 0 ? Base + html : html.Insert(head + "<head>".Length, Base);
    }

    private static async Task<IResult> Unsubscribe(HttpContext http, long id, Mailbox mailbox, LoopbackClient loopback, CancellationToken ct)
    {
        var pages = Pages(http);
        if (mailbox.Find(id) is not var (_, raw) || OneClick.AddressOf(Read(raw)) is not { } address) return Html(http, pages.Gone(), StatusCodes.Status404NotFound);
        var isDone = await OneClick.Press(loopback.Http, address, ct);
        return Html(http, pages.Said(
            isDone ? pages.Say("Unsubscribed", "Désinscription faite") : pages.Say("That did not work", "Cela n’a pas marché"),
            isDone ? pages.Say("The program took it, without asking anything.", "Le programme l’a acceptée, sans rien demander.") : pages.Say("The program did not answer as it should.", "Le programme n’a pas répondu comme il devrait."),
            FormattableString.Invariant($"/mail/{id}")));
    }

    private static MimeMessage Read(byte[] raw)
    {
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            // Not a mail; shown as what it is.
            return new MimeMessage { Body = new TextPart("plain") { Text = Encoding.UTF8.GetString(raw) } };
        }
    }

    /// <summary>In the language that the browser asks for.</summary>
    public static MailboxPages Pages(HttpContext http) => new(SandboxReader.Of(http));

    private static IResult Html(HttpContext http, string html, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = PagePolicy;
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>Mails are letters, even made-up ones: another site's page may neither press these buttons nor reach them under a name of its own.</summary>
    private static async ValueTask<object?> OnlyFromHere(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isForeign = request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]") || (!HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site");
        return isForeign ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context);
    }
}
