using System.Globalization;
using Preau.Accounts;
using Preau.Nations;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>Where a gateway like Kannel tells of texts that came and of what became of ours. Gateways of this kind know no signatures: the secret in the address is the nation's own.</summary>
public static class TextEndpoints
{
    private static readonly string[] Ways = [HttpMethods.Get, HttpMethods.Post];

    public static void MapTexting(this IEndpointRouteBuilder app)
    {
        app.MapGet("/texts/campaigns/{id:long}/people.{format}", PeersExport.Send).Needs(Permission.ExportTexting);
        app.MapMethods("/gateways/texts/{secret}/incoming", Ways, Incoming).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapMethods("/gateways/texts/{secret}/reports", Ways, Report).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapTwilio();
    }

    private static async Task<IResult> Incoming(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, ToldByGateway told, CancellationToken ct)
    {
        if (await Refusal(secret, request, nation, gateways, ct) is { } refusal) return refusal;
        if (await GatewayForm.Of(request, ct) is not { } form) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var fields = new RawFields(request.QueryString.Value ?? "", form);
        var from = fields.Text("from", 40);
        if (from.Trim().Length == 0) return TypedResults.BadRequest("Who wrote it is missing.");
        await told.Incoming(new IncomingSms(from, fields.Text("text", IncomingSms.Longest, fields.Text("charset", 20)), fields.Text("id", 100), fields.Text("to", 40)));
        // Whatever stands here, some gateways send back as a text.
        return TypedResults.Text("");
    }

    private static async Task<IResult> Report(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, ToldByGateway told, CancellationToken ct)
    {
        if (await Refusal(secret, request, nation, gateways, ct) is { } refusal) return refusal;
        if (await GatewayForm.Of(request, ct) is not { } form) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var fields = new RawFields(request.QueryString.Value ?? "", form);
        if (!int.TryParse(fields.Text("status", 4), NumberStyles.None, CultureInfo.InvariantCulture, out var status)) return TypedResults.BadRequest("The status is missing.");
        var number = fields.Text("to", 20) is { Length: > 0 } to && to.All(char.IsAsciiDigit) ? $"+{to}" : null;
        // What it counts beside these says nothing of a text that is on its way.
        return Answer(KannelGateway.ReportOf(status) is { } report ? await told.Report(fields.Text("text", 40), number, report) : ReportHeard.Yes);
    }

    public static IResult Answer(ReportHeard heard) => heard switch
    {
        ReportHeard.Yes => TypedResults.Text(""),
        ReportHeard.Nameless => TypedResults.BadRequest("The number of the text is missing."),
    };

    private static async Task<IResult?> Refusal(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, CancellationToken ct)
    {
        if (!nation.IsEntered) return TypedResults.NotFound();
        if (!await gateways.IsSecret(secret, ct)) return TypedResults.Unauthorized();
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return null;
    }
}
