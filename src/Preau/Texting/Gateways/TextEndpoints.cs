using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Nations;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>Where a gateway tells of texts that came and of what became of ours. Gateways of this kind know no signatures: the secret in the address is the nation's own.</summary>
public static class TextEndpoints
{
    private const int LongestForm = 64 * 1024;

    // Not every gateway tells again what it could not tell: the store is asked so often, for three seconds.
    private const int MostTries = 15;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(200);
    private static readonly string[] Ways = [HttpMethods.Get, HttpMethods.Post];

    public static void MapTexting(this IEndpointRouteBuilder app)
    {
        app.MapGet("/texts/campaigns/{id:long}/people.{format}", PeersExport.Send).Needs(Permission.ExportTexting);
        app.MapMethods("/gateways/texts/{secret}/incoming", Ways, Incoming).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapMethods("/gateways/texts/{secret}/reports", Ways, Report).OnSite().FromAnywhere().DisableAntiforgery();
    }

    private static async Task<IResult> Incoming(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, IServiceScopeFactory scopes, CancellationToken ct)
    {
        if (await Refusal(secret, request, nation, gateways, ct) is { } refusal) return refusal;
        if (await Fields(request, ct) is not { } fields) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var from = fields.Text("from", 40);
        if (from.Trim().Length == 0) return TypedResults.BadRequest("Who wrote it is missing.");
        // Whether the gateway waits for the answer or not, what it told is written down.
        await Take(new IncomingSms(from, fields.Text("text", 5000, fields.Text("charset", 20)), fields.Text("id", 100)), scopes, nation.Facts);
        // Whatever stands here, some gateways send back as a text.
        return TypedResults.Text("");
    }

    /// <summary>A text to many may begin the same conversation at this very moment: then it is there when it is looked for again.</summary>
    private static async Task Take(IncomingSms sms, IServiceScopeFactory scopes, NationFacts nation)
    {
        for (var tries = 1; ; tries++)
        {
            await using var scope = scopes.Enter(nation);
            try
            {
                await scope.ServiceProvider.GetRequiredService<TakeIncoming>().Run(sms, CancellationToken.None);
                return;
            }
            catch (Exception problem) when (problem is DbException or DbUpdateException && tries < MostTries)
            {
                await Task.Delay(Gap, CancellationToken.None);
            }
        }
    }

    private static async Task<IResult> Report(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, TakeReport take, ReportOfBlast ofBlast, Actor actor, CancellationToken ct)
    {
        if (await Refusal(secret, request, nation, gateways, ct) is { } refusal) return refusal;
        if (await Fields(request, ct) is not { } fields) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var reference = fields.Text("text", 40);
        if (!int.TryParse(fields.Text("status", 4), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return TypedResults.BadRequest("The status is missing.");
        actor.IsProgram();
        if (long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) await take.Run(id, status, CancellationToken.None);
        else if (SendTestText.IsTest(reference)) return TypedResults.Text("");
        else if (ReportOfBlast.Read(reference) is not var (blastId, personId)) return TypedResults.BadRequest("The number of the text is missing.");
        else if (!await Told(ofBlast, blastId, personId, fields.Text("to", 20) is { Length: > 0 } to && to.All(char.IsAsciiDigit) ? $"+{to}" : null, status)) return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return TypedResults.Text("");
    }

    /// <summary>A network may be quicker than we write down that the text left.</summary>
    private static async Task<bool> Told(ReportOfBlast report, long blastId, long personId, string? number, int status)
    {
        for (var tries = 1; ; tries++)
        {
            if (await report.Run(blastId, personId, number, status, CancellationToken.None)) return true;
            if (tries == MostTries) return false;
            await Task.Delay(Gap, CancellationToken.None);
        }
    }

    private static async Task<IResult?> Refusal(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, CancellationToken ct)
    {
        if (!nation.IsEntered) return TypedResults.NotFound();
        if (!await gateways.IsSecret(secret, ct)) return TypedResults.Unauthorized();
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return null;
    }

    private static async Task<RawFields?> Fields(HttpRequest request, CancellationToken ct)
    {
        var query = request.QueryString.Value ?? "";
        if (!HttpMethods.IsPost(request.Method) || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return new RawFields(query);
        if (request.ContentLength > LongestForm) return null;
        var buffer = new byte[LongestForm + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > LongestForm ? null : new RawFields(query, Encoding.Latin1.GetString(buffer, 0, length));
    }
}
