using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Preau.Sandbox;

namespace Preau.Donations.Sandbox;

/// <summary>The card network's part of the sandbox process: an API for merchants, a hosted checkout page, and a page that shows what was sent.</summary>
public static class CardNetworkModule
{
    public static IServiceCollection AddCardNetwork(this IServiceCollection services, HttpClient? http = null)
    {
        services.TryAddSingleton<LoopbackClient>();
        services.AddSingleton(_ => new CardNetworkOptions());
        services.AddSingleton(s => new WebhookOutbox(http ?? s.GetRequiredService<LoopbackClient>().Http, s.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<CardNetwork>().AddHostedService<WebhookPostman>();
    }

    public static void MapCardNetwork(this IEndpointRouteBuilder app)
    {
        app.MapPost("/cards/v1/sessions", Open);
        app.MapGet("/cards/v1/sessions/{id}", Look);
        app.MapPost("/cards/v1/sessions/{id}/closure", Close);
        app.MapPost("/cards/v1/refunds", Refund);
        app.MapGet("/cards/pay/{id}", (HttpContext http, string id, CardNetwork network) => Checkout(http, network.Find(id), null));
        app.MapPost("/cards/pay/{id}", Pay).DisableAntiforgery();
        app.MapPost("/cards/pay/{id}/challenge", Challenge).DisableAntiforgery();
        app.MapGet("/cards", (HttpContext http, CardNetwork network, WebhookOutbox outbox) => Html(CardPages.Overview(SandboxReader.Of(http), network.Recent, outbox.Recent)));
        app.MapPost("/cards/events/{id}", async (string id, WebhookOutbox outbox, CancellationToken ct) =>
        {
            await outbox.Again(id, ct);
            return Results.Redirect("/cards");
        }).DisableAntiforgery();
    }

    private static IResult Open(HttpContext http, CardOrder order, CardNetwork network)
    {
        if (Merchant(http) is not { } merchant || http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key)
        {
            return Results.Text("A key and an idempotency key are needed.", statusCode: StatusCodes.Status401Unauthorized);
        }
        var (session, refusal) = network.Open(merchant, key, order);
        return session is null ? Results.Text(refusal, statusCode: StatusCodes.Status400BadRequest) : Results.Json(View(http, session));
    }

    private static IResult Look(string id, HttpContext http, CardNetwork network) =>
        network.Find(id) is { } session && session.MerchantKey == Merchant(http) ? Results.Json(View(http, session)) : Results.NotFound();

    private static IResult Close(string id, HttpContext http, CardNetwork network)
    {
        if (network.Find(id) is not { } session || session.MerchantKey != Merchant(http))
        {
            return Results.NotFound();
        }
        network.Close(session);
        return Results.Json(View(http, session));
    }

    private static IResult Refund(HttpContext http, CardRefund refund, CardNetwork network)
    {
        if (Merchant(http) is not { } merchant || http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key)
        {
            return Results.Text("A key and an idempotency key are needed.", statusCode: StatusCodes.Status401Unauthorized);
        }
        var (id, refusal) = network.Refund(merchant, key, refund);
        return id is null ? Results.Text(refusal, statusCode: StatusCodes.Status400BadRequest) : Results.Json(new CardRefundView(id));
    }

    private static IResult Pay(HttpContext http, string id, [FromForm] string? number, CardNetwork network) =>
        network.Find(id) is { } session ? Checkout(http, session, network.Pay(session, TestCard.Find(number))) : Checkout(http, null, null);

    private static IResult Challenge(HttpContext http, string id, [FromForm] string? answer, CardNetwork network) =>
        network.Find(id) is { } session ? Checkout(http, session, network.Answer(session, answer == "approve")) : Checkout(http, null, null);

    private static IResult Checkout(HttpContext http, CardSession? session, string? problem) => session switch
    {
        null => Html(CardPages.Gone(SandboxReader.Of(http)), StatusCodes.Status404NotFound),
        { Status: CardSessionStatus.Paid } => Results.Redirect(session.Order.SuccessUrl.ToString()),
        { Status: CardSessionStatus.Over } => Html(CardPages.Over(session), StatusCodes.Status410Gone),
        { Status: CardSessionStatus.Challenge } => Html(CardPages.Challenge(session)),
        _ => Html(CardPages.Checkout(session, problem), problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
    };

    private static string? Merchant(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. { Length: > 15 } key] ? key : null;

    private static CardSessionView View(HttpContext http, CardSession session) =>
        session.View(PayUrl(http, session), http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    private static string PayUrl(HttpContext http, CardSession session) => $"{http.Request.Scheme}://{http.Request.Host}/cards/pay/{session.Id}";

    private static IResult Html(string html, int status = StatusCodes.Status200OK) => Results.Content(html, "text/html; charset=utf-8", statusCode: status);
}
