using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Preau.Sandbox;
using Preau.Shared;

namespace Preau.Texting.Sandbox;

/// <summary>The telephones' part of the sandbox process: gateways that speak as Kannel and Twilio do, and pages that show each phone.</summary>
public static class PhoneModule
{
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";
    private static readonly TimeSpan LongerThanAnybodyWaits = TimeSpan.FromSeconds(70);

    public static IServiceCollection AddPhones(this IServiceCollection services, HttpClient? http = null)
    {
        services.TryAddSingleton<LoopbackClient>();
        services.AddSingleton(s => new PhoneNetwork(http ?? s.GetRequiredService<LoopbackClient>().Http, s.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<PhonePostman>();
    }

    public static void MapPhones(this IEndpointRouteBuilder app)
    {
        app.MapGet("/phone/cgi-bin/sendsms", Send);
        app.MapGet("/phone/cgi-bin/campaign", Know);
        var pages = app.MapGroup("/phone").AddEndpointFilter(OnlyFromHere);
        app.MapTwilioPhones(pages);
        pages.MapGet("", (HttpContext http, PhoneNetwork network) => Html(http, Pages(http).List(network)));
        pages.MapGet("/{number}", (HttpContext http, string number, PhoneNetwork network) => Html(http, Pages(http).Show(number, network)));
        pages.MapPost("/{number}", (string number, [FromForm] string? text, PhoneNetwork network) =>
        {
            if (text?.Trim() is { Length: > 0 } said) network.Write(number, said);
            return Results.Redirect("/phone/" + Uri.EscapeDataString(number));
        }).DisableAntiforgery();
        pages.MapPost("/text", ([FromForm] string? number, [FromForm] string? text, [FromForm] string? campaign, PhoneNetwork network) =>
        {
            if (!PhoneNumber.TryParse(number ?? "", "FR", out var phone)) return Results.Redirect("/phone");
            if (text?.Trim() is { Length: > 0 } said) network.Write(phone.Key, said, campaign);
            return Results.Redirect("/phone/" + Uri.EscapeDataString(phone.Key));
        }).DisableAntiforgery();
        pages.MapPost("/switch", ([FromForm] PhoneMischief mischief, PhoneNetwork network) =>
        {
            if (!Enum.IsDefined(mischief)) return Results.BadRequest();
            network.Switch = mischief;
            return Results.Redirect("/phone");
        }).DisableAntiforgery();
        pages.MapPost("/clear", (PhoneNetwork network) =>
        {
            network.Clear();
            return Results.Redirect("/phone");
        }).DisableAntiforgery();
    }

    private static IResult Know(HttpContext http, PhoneNetwork network)
    {
        if (http.Request.Headers.ContainsKey("Sec-Fetch-Site")) return Results.StatusCode(StatusCodes.Status403Forbidden);
        var (campaign, incoming) = (http.Request.Query["username"].ToString(), http.Request.Query["mo-url"].ToString());
        if (campaign.Length == 0 || !Uri.TryCreate(incoming, UriKind.Absolute, out var address)) return Results.StatusCode(StatusCodes.Status400BadRequest);
        network.Know(campaign, address);
        return Results.Text("");
    }

    private static async Task<IResult> Send(HttpContext http, PhoneNetwork network)
    {
        // A page of the web that a browser shows has no business with a gateway.
        if (http.Request.Headers.ContainsKey("Sec-Fetch-Site")) return Results.StatusCode(StatusCodes.Status403Forbidden);
        var query = http.Request.Query;
        string Value(string name) => query[name].ToString();
        if (Value("username").Length == 0 || Value("password").Length == 0) return Results.Text("Authorization failed for sendsms", statusCode: StatusCodes.Status403Forbidden);
        if (Value("to").Length == 0 || Value("text").Length == 0) return Results.Text("Missing receiver number or text, rejected", statusCode: StatusCodes.Status400BadRequest);
        var mischief = network.MischiefFor(Value("to"));
        if (mischief == PhoneMischief.Refuse) return Results.Text("Unknown number, rejected", statusCode: StatusCodes.Status400BadRequest);
        if (mischief == PhoneMischief.Busy) return Results.Text("Temporal failure, try again later.", statusCode: StatusCodes.Status503ServiceUnavailable);
        var id = network.Take(new(Value("username"), Value("to"), Value("text"), Value("dlr-url"), Value("mo-url")) { From = Value("from") }, mischief);
        if (mischief == PhoneMischief.Silent) http.Abort();
        if (mischief == PhoneMischief.Stall) await Task.Delay(LongerThanAnybodyWaits, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (mischief == PhoneMischief.Garble) return Results.Text("0: Acc", statusCode: StatusCodes.Status202Accepted);
        return Results.Text($"0: Accepted for delivery, id: {id}", statusCode: StatusCodes.Status202Accepted);
    }

    private static PhonePages Pages(HttpContext http) => new(SandboxReader.Of(http));

    private static IResult Html(HttpContext http, string html)
    {
        http.Response.Headers.ContentSecurityPolicy = PagePolicy;
        return Results.Content(html, "text/html; charset=utf-8");
    }

    /// <summary>Another site's page may neither press these buttons nor reach them under a name of its own.</summary>
    private static async ValueTask<object?> OnlyFromHere(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isForeign = request.Host.Host is not ("localhost" or "127.0.0.1" or "[::1]") || (!HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site");
        return isForeign ? Results.StatusCode(StatusCodes.Status403Forbidden) : await next(context);
    }
}
