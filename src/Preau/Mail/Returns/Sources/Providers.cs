using Microsoft.EntityFrameworkCore;
using Preau.Settings;
using Preau.Shared;

namespace Preau.Mail.Returns;

/// <summary>A nation's provider, where it can be asked.</summary>
public sealed class Providers(Database db, Seal seal, IHttpClientFactory http, IConfiguration configuration, TimeProvider clock)
{
    public const string Client = "mail-provider";
    public const string KeyUse = "mail-provider";

    /// <summary>Without one no nation can choose it.</summary>
    public Uri? Sandbox { get; } = configuration.Sandbox();

    /// <summary>Null while the nation has none, or gave no key to ask with.</summary>
    public Provider? Of(MailSettings mail) => Of(mail, mail.ReturnSource, mail.ProviderRegion, seal.Open(mail.SealedProviderKey, KeyUse));

    /// <summary>The same with what is not kept yet.</summary>
    public Provider? Of(MailSettings mail, string? source, ProviderRegion region, string? key)
    {
        if (key is null || mail.SenderDomain is not { } domain || ReturnSources.Find(source)?.Asked is not { } asked || (region == ProviderRegion.Sandbox && Sandbox is null) || !Enum.IsDefined(region)) return null;
        // Providers know a campaign by the domain of its log-in to the relay, which may be one below the sender's.
        var account = mail.UserName is { } user && user.IndexOf('@', StringComparison.Ordinal) is > 0 ? EmailAddress.DomainOnTheWire(user) ?? domain : domain;
        return new(asked, http.CreateClient(Client), asked.Of(region, Sandbox), account, domain, key);
    }

    /// <summary>How asking went: null where it did, else a sentence.</summary>
    public async Task Remember(string? trouble, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        if (await db.ReturnMailboxes.Where(m => m.Name == Client).ExecuteUpdateAsync(s => s.SetProperty(m => m.ReadAt, now).SetProperty(m => m.Trouble, trouble), ct) > 0) return;
        db.Add(new ReturnMailbox { Name = Client, ReadAt = now, Trouble = trouble });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Why it could not be asked the last time.</summary>
    public Task<string?> Trouble(CancellationToken ct) => db.ReturnMailboxes.Where(m => m.Name == Client).Select(m => m.Trouble).SingleOrDefaultAsync(ct);

    /// <summary>A provider that can be asked.</summary>
    public sealed class Provider(IAskProvider provider, HttpClient http, Uri api, string account, string domain, string key)
    {
        /// <param name="name">The left side of its Message-ID.</param>
        /// <param name="ct">Gives up.</param>
        public Task<bool> Has(string name, CancellationToken ct) => provider.Has(http, api, account, $"{name}@{domain}", key, ct);
    }
}
