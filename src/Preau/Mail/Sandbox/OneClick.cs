using MimeKit;

namespace Preau.Mail.Sandbox;

/// <summary>What a mail program's own «unsubscribe» button does (RFC 8058): one POST to the address in the mail's header, without asking anything.</summary>
public static class OneClick
{
    /// <summary>Null where the mail offers none.</summary>
    public static Uri? AddressOf(MimeMessage message)
    {
        if (message.Headers[HeaderId.ListUnsubscribePost]?.Trim() != "List-Unsubscribe=One-Click") return null;
        return (message.Headers[HeaderId.ListUnsubscribe] ?? "").Split(',').Select(part => part.Trim().Trim('<', '>')).Where(part => part.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            .Select(part => Uri.TryCreate(part, UriKind.Absolute, out var address) ? address : null).FirstOrDefault(address => address is not null);
    }

    /// <summary>Whether the other end took it.</summary>
    public static async Task<bool> Press(HttpClient http, Uri address, CancellationToken ct)
    {
        try
        {
            using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            using var answer = await http.PostAsync(address, form, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            // No answer in time.
            return false;
        }
    }
}
