using Microsoft.AspNetCore.Http.Features;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>Where a provider tells what came back. On the campaign's own host, so that one campaign's secret opens nothing of another.</summary>
public static class ReturnEndpoints
{
    private const int LongestCall = 256 * 1024;

    public static void MapReturns(this IEndpointRouteBuilder app) => app.MapPost("/gateways/mail/{source}/returns", Take).OnSite().FromAnywhere().DisableAntiforgery();

    private static async Task<IResult> Take(string source, HttpRequest request, CurrentNation nation, NationSettings settings, Seal seal, MailLinks links, RecordReturns record, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (!nation.IsEntered || ReturnSources.Find(source) is not { } known) return TypedResults.NotFound();
        var mail = await settings.Get<MailSettings>(ct);
        if (mail.ReturnSource != known.Name || seal.Open(mail.SealedReturnSecret, ReturnSources.SecretUse) is not { } secret || await links.Find(ct) is not { } signer) return TypedResults.NotFound();
        if (request.ContentLength > LongestCall) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LongestCall;
        var buffer = new byte[LongestCall + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        if (length > LongestCall) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        // 406: what is not believed is not to be sent again.
        if (known.Read(buffer.AsSpan(0, length), secret, signer, clock.GetUtcNow()) is not { } told) return TypedResults.StatusCode(StatusCodes.Status406NotAcceptable);
        actor.IsProgram();
        // Whether the provider waits for the answer or not, what it told is written down.
        return await record.Run([told], CancellationToken.None) ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
