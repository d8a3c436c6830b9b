using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>Mailgun's events (documentation.mailgun.com, API reference, «GET /v3/{domain_name}/events»): all that happened to a mail, by its Message-ID; nothing where they never had it.</summary>
public sealed class MailgunEvents : IAskProvider
{
    public Uri Of(ProviderRegion region, Uri? sandbox) => region switch
    {
        ProviderRegion.Sandbox when sandbox is not null => new(sandbox, "mailgun/"),
        ProviderRegion.Us => new("https://api.mailgun.net/"),
        _ => new("https://api.eu.mailgun.net/"),
    };

    public async Task<bool> Has(HttpClient http, Uri api, string domain, string messageId, string key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api, $"v3/{Uri.EscapeDataString(domain)}/events?limit=10&message-id={Uri.EscapeDataString(messageId)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + key)));
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        using var told = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct), new JsonDocumentOptions { MaxDepth = 16 });
        try
        {
            // An answer about other mails says nothing of this one. «rejected»: they would not even queue it.
            return told.RootElement.GetProperty("items").EnumerateArray().ToList().Exists(i => i.GetProperty("event").GetString() is not (null or "rejected")
                && i.GetProperty("message").GetProperty("headers").GetProperty("message-id").GetString()?.Trim('<', '>', ' ') == messageId);
        }
        catch (Exception garbled) when (garbled is InvalidOperationException or KeyNotFoundException)
        {
            throw new JsonException("It is not a list of events.", garbled);
        }
    }
}
