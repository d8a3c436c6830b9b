using System.Net;

namespace Preau.Texting;

/// <summary>One question to a gateway, asked once: how its connection ends tells whether a text may have left.</summary>
public static class AskGateway
{
    /// <param name="http">With a time-out, and without redirects.</param>
    /// <param name="request">With a body, though an empty one: one without is sent again by itself where the connection ends before the answer, and the text may have been taken.</param>
    /// <param name="longest">How much of the answer is read, in bytes.</param>
    /// <param name="read">What an answer means; its body is empty where it did not come.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<SmsOutcome> Run(HttpClient http, HttpRequestMessage request, int longest, Func<HttpStatusCode, byte[], SmsOutcome> read, CancellationToken ct)
    {
        // The client's own time-out ends with the headers: a gateway that stops behind them would be waited for for ever.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(http.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return read(response.StatusCode, await Body(response, longest, limit.Token));
        }
        catch (HttpRequestException lost)
        {
            // No connection, nothing left. A connection that broke may have brought it over.
            return lost.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                ? new SmsOutcome.Refused(EnumText<HttpRequestError>.Of(lost.HttpRequestError), IsForGood: false, IsAway: true)
                : new SmsOutcome.Unknown(EnumText<HttpRequestError>.Of(lost.HttpRequestError));
        }
        catch (OperationCanceledException)
        {
            return new SmsOutcome.Unknown("time-out");
        }
    }

    /// <summary>Some say again what they were sent, which is nobody's business in a list of answers.</summary>
    public static string Without(string answer, params IEnumerable<string?> sent) => sent.Where(s => !string.IsNullOrEmpty(s)).Aggregate(answer, (line, text) => line.Replace(text ?? "", "…", StringComparison.Ordinal));

    private static async Task<byte[]> Body(HttpResponseMessage response, int longest, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var buffer = new byte[longest];
            return buffer[..await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)];
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status was there, and says enough.
            return [];
        }
    }
}
