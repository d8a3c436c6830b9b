using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Preau.Texting;

/// <summary>
/// The HTTP interface that Kannel made usual and many gateways speak: one GET with everything in the query, answered by a line of text. The query holds the password and
/// the text, so it stands in no log.
/// </summary>
/// <param name="http">With a time-out, and without redirects.</param>
/// <param name="address">Of its «sendsms».</param>
/// <param name="account">User, password and the numbers that texts come from.</param>
/// <param name="reports">Where reports go; the number of the text is put behind it.</param>
/// <param name="incoming">Where texts that come in go, for a gateway that is not told so by hand; null for all but the sandbox.</param>
public sealed partial class KannelGateway(HttpClient http, Uri address, KannelAccount account, string reports, string? incoming) : ISmsGateway
{
    // Delivered, not delivered, and not taken by the network.
    private const string ReportsAsked = "19";
    private const int LongestAnswer = 200;

    public async Task<SmsOutcome> Send(OutgoingSms sms, CancellationToken ct)
    {
        List<(string Name, string Value)> query =
        [
            ("username", account.UserName), ("password", account.Password), ("from", account.Senders.For(sms) ?? ""), ("to", sms.To), ("text", sms.Text), ("charset", "UTF-8"),
            ("coding", SmsText.Of(sms.Text).IsUnicode ? "2" : "0"), ("dlr-mask", ReportsAsked), ("dlr-url", $"{reports}?text={sms.Reference}&to={sms.To.TrimStart('+')}&status=%d"),
        ];
        if (incoming is not null) query.Add(("mo-url", incoming));
        var line = new UriBuilder(address) { Query = string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}")) };
        using var request = new HttpRequestMessage(HttpMethod.Get, line.Uri) { Content = new ByteArrayContent([]) };
        return await AskGateway.Run(http, request, LongestAnswer, (status, body) => Read(status, AskGateway.Without(Line(body), account.Password, sms.To, sms.To.TrimStart('+'))), ct);
    }

    /// <summary>What an answer means. A refusal for good is one that another try brings as well; a server that broke down while it worked may have taken the text.</summary>
    public static SmsOutcome Read(HttpStatusCode status, string line) => (int)status switch
    {
        // Some say no with a status that says yes.
        >= 200 and < 300 when line.StartsWith("error", StringComparison.OrdinalIgnoreCase) => new SmsOutcome.Refused(line, IsForGood: true),
        >= 200 and < 300 => new SmsOutcome.Accepted(Id().Match(line) is { Success: true } id ? id.Groups["id"].Value : null),
        // Who we are was not accepted, nothing is paid for, or too much was asked at once: any other text would fare the same.
        401 or 402 or 403 or 404 or 429 => new SmsOutcome.Refused($"{(int)status} {line}".Trim(), IsForGood: false, IsAway: true),
        503 => new SmsOutcome.Refused($"{(int)status} {line}".Trim(), IsForGood: false),
        >= 300 and < 400 => new SmsOutcome.Refused(((int)status).ToString(CultureInfo.InvariantCulture), IsForGood: false, IsAway: true),
        >= 400 and < 500 => new SmsOutcome.Refused($"{(int)status} {line}".Trim(), IsForGood: true),
        _ => new SmsOutcome.Unknown($"{(int)status} {line}".Trim()),
    };

    /// <summary>What a report says; null where it says nothing that we count.</summary>
    public static SmsReport? ReportOf(int status) => status switch
    {
        1 => SmsReport.Delivered,
        2 or 16 => SmsReport.NotDelivered,
        4 or 8 => SmsReport.OnItsWay,
        _ => null,
    };

    private static string Line(byte[] body) => new string([.. System.Text.Encoding.Latin1.GetString(body).TakeWhile(c => c is not ('\r' or '\n')).Where(c => c is >= ' ' and < '\x7f')]).Trim();

    // «0: Accepted for delivery, id: 1a2b», «Success "0703-…"».
    [GeneratedRegex("""(\bid[:=] ?|")(?<id>[A-Za-z0-9_.:-]{1,80})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex Id();
}

public sealed record KannelAccount(string UserName, string Password, TextSenders Senders);
