using Microsoft.AspNetCore.Http.HttpResults;
using Preau.Nations;

namespace Preau.Donations.Settling;

/// <summary>Where gateways tell what happened. The address is the nation's own, and so is the secret: an event for another nation is not believed.</summary>
public static class GatewayEndpoints
{
    private const int MaxBytes = 256 * 1024;

    public static void MapGateways(this IEndpointRouteBuilder app) =>
        app.MapPost("/gateways/{name}/events", Receive).OnSite().FromAnywhere().DisableAntiforgery();

    private static async Task<Results<Ok, NotFound, BadRequest<string>, StatusCodeHttpResult>> Receive(
        string name, HttpRequest request, Gateways gateways, RecordEvent record, Actor actor, CancellationToken ct)
    {
        if (await gateways.Find(name, ct) is not { } gateway) return TypedResults.NotFound();
        if (await Body(request, ct) is not { } body) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (gateway.Read(body, request.Headers[gateway.SignatureHeader]) is not { } told) return TypedResults.BadRequest("The signature does not hold.");
        actor.IsProgram();
        // Whether the gateway waits for the answer or not, what it told is written down.
        var outcome = await record.Run(gateway, told, CancellationToken.None);
        return outcome == EventOutcome.AskAgain ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable) : TypedResults.Ok();
    }

    private static async Task<byte[]?> Body(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes) return null;
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes) return null;
        }
        return body.ToArray();
    }
}
