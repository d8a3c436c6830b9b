using System.Globalization;
using Preau.Nations;

namespace Preau.Texting;

/// <summary>Where Twilio tells of texts that came and of what became of ours. Besides the secret in the address, each call is signed (<see cref="TwilioSignature"/>).</summary>
public static class TwilioEndpoints
{
    // An empty answer in its own language: whatever else stands here, it sends back as a text.
    private const string Nothing = """<?xml version="1.0" encoding="UTF-8"?><Response/>""";

    public static void MapTwilio(this IEndpointRouteBuilder app)
    {
        app.MapPost("/gateways/twilio/{secret}/incoming", Incoming).OnSite().FromAnywhere().DisableAntiforgery();
        app.MapPost("/gateways/twilio/{secret}/reports", Report).OnSite().FromAnywhere().DisableAntiforgery();
    }

    private static async Task<IResult> Incoming(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, ToldByGateway told, CancellationToken ct)
    {
        if (await GatewayForm.Of(request, ct) is not { } form) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var fields = new RawFields(form);
        if (await Refusal(secret, "incoming", request, fields, nation, gateways, ct) is { } refusal) return refusal;
        var from = fields.Text("From", 40);
        if (from.Trim().Length == 0) return TypedResults.BadRequest("Who wrote it is missing.");
        // What it heard as a STOP, it has answered, and lets nothing through until START.
        var isStopped = fields.Text("OptOutType", 10) == "STOP";
        await told.Incoming(new IncomingSms(from, fields.Text("Body", IncomingSms.Longest), fields.Text("MessageSid", 100), fields.Text("To", 40)) { IsStopped = isStopped, HasLastingId = true });
        return TypedResults.Text(Nothing, "text/xml");
    }

    private static async Task<IResult> Report(string secret, HttpRequest request, CurrentNation nation, TextGateways gateways, ToldByGateway told, CancellationToken ct)
    {
        if (await GatewayForm.Of(request, ct) is not { } form) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var fields = new RawFields(form);
        if (await Refusal(secret, "reports", request, fields, nation, gateways, ct) is { } refusal) return refusal;
        var (reference, to) = (request.Query["text"].ToString(), fields.Text("To", 40));
        var number = to.StartsWith('+') ? to : null;
        if (number is not null && int.TryParse(fields.Text("ErrorCode", 8), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code == TwilioGateway.Stopped) await told.Stopped(reference, number);
        return TextEndpoints.Answer(TwilioGateway.ReportOf(fields.Text("MessageStatus", 20)) is { } report ? await told.Report(reference, number, report) : ReportHeard.Yes);
    }

    private static async Task<IResult?> Refusal(string secret, string what, HttpRequest request, RawFields fields, CurrentNation nation, TextGateways gateways, CancellationToken ct)
    {
        if (!nation.IsEntered) return TypedResults.NotFound();
        if (await gateways.TwilioTold(secret, what, ct) is not var (address, token)) return TypedResults.Unauthorized();
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        // It signs the address that it was given, whatever a proxy before us made of it: ours as it is now, or under another name that the campaign had then.
        var given = new Uri(address + request.QueryString);
        var before = new UriBuilder(given) { Host = request.Host.Host }.Uri;
        return TwilioSignature.Is(request.Headers[TwilioSignature.Header].ToString(), [given, before], fields.All, token) ? null : TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    }
}
