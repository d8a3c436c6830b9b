using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Preau.Texting;

/// <summary>
/// Twilio's interface for messages (Programmable Messaging, version 2010-04-01): one POST with a form, answered by JSON. It knows no key that makes a second request harmless,
/// and no text can be looked up by our own number of it: what was not answered is unknown until its report comes.
/// </summary>
/// <param name="http">With a time-out, and without redirects.</param>
/// <param name="address">Of the interface, in whatever region the account lives.</param>
/// <param name="account">Who asks, and what texts come from.</param>
/// <param name="reports">Where reports go; the number of the text is put behind it.</param>
public sealed partial class TwilioGateway(HttpClient http, Uri address, TwilioAccount account, string reports) : ISmsGateway
{
    /// <summary>Where the interface is for whoever named no region.</summary>
    public const string Standard = "https://api.twilio.com";

    /// <summary>Somebody answered STOP, and Twilio lets nothing more through.</summary>
    public const int Stopped = 21610;

    private const int LongestAnswer = 16 * 1024, LongestLine = 200;

    // What they refuse in a sender or an account, not in whom it goes to: any other text would fare the same. The sender is none (21212, 21603, 21660) or is full (21611), the service is none or empty (21701, 21703), and too much was asked (20429).
    // A sender may also be none for the country of this one number alone (21606, 21659): that is about whom it goes to.
    private static readonly int[] Ours = [20429, 21212, 21603, 21611, 21660, 21701, 21703];

    public async Task<SmsOutcome> Send(OutgoingSms sms, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> form = [new("To", sms.To), new("Body", sms.Text), new("StatusCallback", $"{reports}?text={sms.Reference}")];
        if (account.Senders.For(sms) is { } from) form.Add(new("From", from));
        if (account.ServiceSid is { } service) form.Add(new("MessagingServiceSid", service));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{account.Sid}/Messages.json")) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Sid}:{account.Token}")));
        return await AskGateway.Run(http, request, LongestAnswer, (status, body) => Read(status, body, sms.To, sms.To.TrimStart('+'), account.Sid, account.Token), ct);
    }

    /// <summary>What an answer means. The status decides; what stands in the body says more where it can be read.</summary>
    public static SmsOutcome Read(HttpStatusCode status, byte[] body, params string[] sent)
    {
        var said = Said.Of(body);
        var line = AskGateway.Without($"{(int)status} {said?.Code} {said?.Message}", sent);
        line = string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > LongestLine) line = line[..LongestLine];
        return (int)status switch
        {
            201 when said?.Status is "failed" or "undelivered" or "canceled" => new SmsOutcome.Refused(line, IsForGood: true, HasStopped: said.Code == Stopped),
            201 => new SmsOutcome.Accepted(said?.Sid is { } sid && Sid().IsMatch(sid) ? sid : null),
            >= 300 and < 400 => new SmsOutcome.Refused(line, IsForGood: false, IsAway: true),
            >= 400 and < 500 when said?.Code == Stopped => new SmsOutcome.Refused(line, IsForGood: true, HasStopped: true),
            >= 400 and < 500 when said is not null && Ours.Contains(said.Code) => new SmsOutcome.Refused(line, IsForGood: false, IsAway: true),
            // Who we are was not accepted, nothing is paid for, or too much was asked at once: any other text would fare the same.
            401 or 402 or 403 or 404 or 429 => new SmsOutcome.Refused(line, IsForGood: false, IsAway: true),
            503 => new SmsOutcome.Refused(line, IsForGood: false),
            >= 400 and < 500 => new SmsOutcome.Refused(line, IsForGood: true),
            // Only 201 says that there is a text; whoever answers otherwise may not be Twilio, or broke down while it worked.
            _ => new SmsOutcome.Unknown(line),
        };
    }

    /// <summary>What a report says; null where it says nothing that we count.</summary>
    public static SmsReport? ReportOf(string status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" or "sent" => SmsReport.OnItsWay,
        "delivered" or "read" => SmsReport.Delivered,
        "undelivered" or "failed" or "canceled" => SmsReport.NotDelivered,
        _ => null,
    };

    [GeneratedRegex("^(SM|MM)[0-9a-fA-F]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Sid();

    /// <summary>A message (sid, status, error_code) or a problem (code, message): the two never share a word that we read.</summary>
    private sealed record Said(string? Sid, string? Status, int Code, string? Message)
    {
        public static Said? Of(byte[] body)
        {
            try
            {
                using var json = JsonDocument.Parse(body);
                var root = json.RootElement;
                if (root.ValueKind != JsonValueKind.Object) return null;
                return new(Text(root, "sid"), Text(root, "status"), Number(root, "code") ?? Number(root, "error_code") ?? 0, Text(root, "message") ?? Text(root, "error_message"));
            }
            catch (JsonException)
            {
                // Half of it, or a page of somebody on the way.
                return null;
            }
        }

        private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static int? Number(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }
}

/// <param name="ServiceSid">Of the messaging service that chooses among its senders, where the account has one.</param>
public sealed record TwilioAccount(string Sid, string Token, string? ServiceSid, TextSenders Senders);
