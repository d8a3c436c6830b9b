using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>A provider that can be asked whether it took a mail: that settles what became of it where the connection broke before the answer came.</summary>
public interface IAskProvider
{
    /// <summary>Where it is asked.</summary>
    Uri Of(ProviderRegion region, Uri? sandbox);

    /// <param name="http">Follows no redirection.</param>
    /// <param name="api">Of <see cref="Of"/>.</param>
    /// <param name="domain">By which the provider knows the campaign.</param>
    /// <param name="messageId">Without its brackets.</param>
    /// <param name="key">What the provider gave the campaign to ask with.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Whether it took the mail.</returns>
    /// <exception cref="HttpRequestException">It does not answer, or not to this key.</exception>
    /// <exception cref="System.Text.Json.JsonException">Its answer cannot be read.</exception>
    Task<bool> Has(HttpClient http, Uri api, string domain, string messageId, string key, CancellationToken ct);
}
