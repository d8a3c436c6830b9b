using Preau.Settings;

namespace Preau.Mail.Returns;

/// <summary>A nation's provider, where it can be asked.</summary>
public sealed class Providers(Seal seal, IHttpClientFactory http, IConfiguration configuration)
{
    public const string Client = "mail-provider";
    public const string KeyUse = "mail-provider";

    /// <summary>Without one no nation can choose it.</summary>
    public Uri? Sandbox { get; } = Uri.TryCreate(configuration["PREAU_SANDBOX"], UriKind.Absolute, out var sandbox) ? sandbox : null;

    /// <summary>Null while the nation has none, or gave no key to ask with.</summary>
    public Asking? Of(MailSettings mail) => seal.Open(mail.SealedProviderKey, KeyUse) is { } key ? Of(mail.ReturnSource, mail.ProviderRegion, key) : null;

    /// <summary>The same with a key that is not kept yet.</summary>
    public Asking? Of(string? source, ProviderRegion region, string key) => ReturnSources.Find(source)?.Asked is { } asked ? new(asked, http.CreateClient(Client), asked.Of(region, Sandbox), key) : null;

    /// <summary>A provider that can be asked.</summary>
    public sealed class Asking(IAskProvider provider, HttpClient http, Uri api, string key)
    {
        public Task<bool> Has(string messageId, string domain, CancellationToken ct) => provider.Has(http, api, domain, messageId, key, ct);
    }
}
