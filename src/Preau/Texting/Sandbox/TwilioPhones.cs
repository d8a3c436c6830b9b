using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Preau.Shared;

namespace Preau.Texting.Sandbox;

/// <summary>
/// The sandbox's phones behind an interface like Twilio's: it asks of a request what the published description does (version 2010-04-01, «Send a message»), refuses in its words
/// and numbers, signs what it calls, and hears STOP and START by itself.
/// </summary>
public static partial class TwilioPhones
{
    private const int LongestBody = 1600, LongestSender = 11;
    private static readonly TimeSpan LongerThanAnybodyWaits = TimeSpan.FromSeconds(70);

    public static void MapTwilioPhones(this IEndpointRouteBuilder app, IEndpointRouteBuilder pages)
    {
        app.MapPost("/2010-04-01/Accounts/{sid}/Messages.json", Send).DisableAntiforgery();
        pages.MapPost("/twilio", ([FromForm] string? sid, [FromForm] string? token, [FromForm] string? number, [FromForm] string? address, PhoneNetwork network) =>
        {
            if (!AccountSid().IsMatch(sid ?? "") || string.IsNullOrEmpty(token) || !Uri.TryCreate(address, UriKind.Absolute, out var incoming) || !PhoneNumber.TryParse(number ?? "", "FR", out var phone)) return Results.BadRequest();
            network.Know(sid ?? "", incoming, token, phone.Key);
            return Results.Redirect("/phone");
        }).DisableAntiforgery();
    }

    private static async Task<IResult> Send(string sid, HttpContext http, PhoneNetwork network)
    {
        // A page of the web that a browser shows has no business with a gateway.
        if (http.Request.Headers.ContainsKey("Sec-Fetch-Site")) return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (Token(http.Request, sid) is not { } token) return Problem(401, 20003, "Authentication Error - invalid username");
        if (!AccountSid().IsMatch(sid)) return Problem(404, 20404, $"The requested resource /2010-04-01/Accounts/{sid}/Messages.json was not found");
        if (!http.Request.HasFormContentType) return Problem(400, 21604, "A 'To' phone number is required.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        string Value(string name) => form[name].ToString();
        if (Refusal(Value) is var (code, words)) return Problem(400, code, words);
        var (to, from) = (Value("To"), Value("From"));
        if (network.HasStopped(sid, to)) return Problem(400, TwilioGateway.Stopped, "Attempt to send to unsubscribed recipient");
        var mischief = network.MischiefFor(to);
        if (mischief == PhoneMischief.Refuse) return Problem(400, 21211, $"The 'To' number {to} is not a valid phone number.");
        if (mischief == PhoneMischief.Busy) return Problem(429, 20429, "Too Many Requests");
        var id = network.Take(new(sid, to, Value("Body"), Value("StatusCallback"), "") { From = from, Token = token, HasService = Value("MessagingServiceSid").Length > 0 }, mischief);
        if (mischief == PhoneMischief.Silent) http.Abort();
        if (mischief == PhoneMischief.Stall) await Task.Delay(LongerThanAnybodyWaits, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (mischief == PhoneMischief.Garble) return Results.Text("{\"sid\": \"SM", "application/json", statusCode: StatusCodes.Status201Created);
        return Results.Json(Message(sid, id, to, from, Value("MessagingServiceSid"), Value("Body")), statusCode: StatusCodes.Status201Created);
    }

    /// <summary>What the description asks of the form.</summary>
    private static (int Code, string Words)? Refusal(Func<string, string> value)
    {
        var (to, from, service, body, reports) = (value("To"), value("From"), value("MessagingServiceSid"), value("Body"), value("StatusCallback"));
        if (to.Length == 0) return (21604, "A 'To' phone number is required.");
        if (!E164().IsMatch(to)) return (21211, $"The 'To' number {to} is not a valid phone number.");
        if (from.Length == 0 && service.Length == 0) return (21603, "A 'From' phone number is required.");
        if (from.Length > 0 && !E164().IsMatch(from) && !ShortNumber().IsMatch(from) && !(from.Length <= LongestSender && from.Any(char.IsAsciiLetter))) return (21212, $"The 'From' number {from} is not a valid phone number, shortcode, or alphanumeric sender ID.");
        if (service.Length > 0 && !ServiceSid().IsMatch(service)) return (21701, "The Messaging Service does not exist");
        if (body.Length == 0) return (21602, "Message body is required.");
        if (body.Length > LongestBody) return (21617, "The concatenated message body exceeds the 1600 character limit.");
        if (reports.Length > 0 && (!Uri.TryCreate(reports, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))) return (21609, $"Invalid 'StatusCallback' URL: {reports}");
        return null;
    }

    /// <summary>Of who asks for their own account; null for anybody else.</summary>
    private static string? Token(HttpRequest request, string sid)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization.ToString(), out var given) || !"Basic".Equals(given.Scheme, StringComparison.OrdinalIgnoreCase) || given.Parameter is not { } parameter) return null;
        var buffer = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, buffer, out var length)) return null;
        return Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2) is [var user, { Length: > 0 } token] && user == sid ? token : null;
    }

    private static IResult Problem(int status, int code, string message) =>
        Results.Json(new { code, message, more_info = string.Create(CultureInfo.InvariantCulture, $"https://www.twilio.com/docs/errors/{code}"), status }, statusCode: status);

    private static object Message(string sid, string id, string to, string from, string service, string body) => new
    {
        account_sid = sid, api_version = "2010-04-01", body, direction = "outbound-api", error_code = (int?)null, error_message = (string?)null, from = from.Length > 0 ? from : null,
        messaging_service_sid = service.Length > 0 ? service : null, num_media = "0", num_segments = service.Length > 0 ? "0" : SmsText.Of(body).Segments.ToString(CultureInfo.InvariantCulture), price = (string?)null, price_unit = (string?)null,
        sid = id, status = service.Length > 0 ? "accepted" : "queued", to, uri = $"/2010-04-01/Accounts/{sid}/Messages/{id}.json",
    };

    [GeneratedRegex("^AC[0-9a-fA-F]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex AccountSid();

    [GeneratedRegex("^MG[0-9a-fA-F]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex ServiceSid();

    [GeneratedRegex("^\\+[1-9][0-9]{6,14}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex E164();

    [GeneratedRegex("^[0-9]{3,8}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex ShortNumber();
}
