using System.Collections.Frozen;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>Who keeps the mailboxes behind an address: known by its domain, or by the servers that take the mail of it (<see cref="KnownDomains"/>).</summary>
public enum MailProvider
{
    Other,
    Gmail,
    Microsoft,
    Yahoo,
    Apple,
    Orange,
    Free,
    Sfr,
    LaPoste,
    Bouygues,
    Proton,
}

public static class MailProviders
{
    private static readonly FrozenDictionary<string, MailProvider> Domains = new (MailProvider Provider, string[] Domains)[]
    {
        (MailProvider.Gmail, [.. EmailAddress.Gmail]),
        (MailProvider.Microsoft, ["outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "hotmail.co.uk", "live.com", "live.fr", "msn.com"]),
        (MailProvider.Yahoo, ["yahoo.com", "yahoo.fr", "ymail.com", "rocketmail.com", "aol.com", "aol.fr"]),
        (MailProvider.Apple, ["icloud.com", "me.com", "mac.com"]),
        (MailProvider.Orange, ["orange.fr", "wanadoo.fr"]),
        (MailProvider.Free, ["free.fr", "aliceadsl.fr", "libertysurf.fr"]),
        (MailProvider.Sfr, ["sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "9online.fr", "numericable.fr"]),
        (MailProvider.LaPoste, ["laposte.net"]),
        (MailProvider.Bouygues, ["bbox.fr"]),
        (MailProvider.Proton, ["proton.me", "protonmail.com", "pm.me"]),
    }.SelectMany(p => p.Domains.Select(d => (Domain: d, p.Provider))).ToFrozenDictionary(p => p.Domain, p => p.Provider, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, MailProvider>.AlternateLookup<ReadOnlySpan<char>> Lookup = Domains.GetAlternateLookup<ReadOnlySpan<char>>();

    // What the names of their servers end in, where they keep the mailboxes of other domains.
    private static readonly (string End, MailProvider Provider)[] Servers =
    [
        (".google.com", MailProvider.Gmail), (".googlemail.com", MailProvider.Gmail), (".protection.outlook.com", MailProvider.Microsoft), (".mx.microsoft", MailProvider.Microsoft), (".yahoodns.net", MailProvider.Yahoo),
        (".mail.icloud.com", MailProvider.Apple), (".orange.fr", MailProvider.Orange), (".free.fr", MailProvider.Free), (".sfr.fr", MailProvider.Sfr), (".laposte.net", MailProvider.LaPoste), (".bbox.fr", MailProvider.Bouygues),
        (".protonmail.ch", MailProvider.Proton),
    ];

    public static ReadOnlySpan<char> DomainOf(string address) => address.AsSpan(address.LastIndexOf('@') + 1);

    /// <summary>By its own domain; null for a domain that is no provider's own.</summary>
    public static MailProvider? OfDomain(ReadOnlySpan<char> domain) => Lookup.TryGetValue(domain, out var provider) ? provider : null;

    /// <param name="servers">Those that take the mail of a domain, the first choice first: it decides, for what stands behind it may be somebody who helps out.</param>
    public static MailProvider OfServers(IReadOnlyList<string> servers)
    {
        if (servers is not [var first, ..]) return MailProvider.Other;
        foreach (var (end, provider) in Servers)
        {
            if (first.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return provider;
        }

        return MailProvider.Other;
    }

    /// <summary>Its name; the others have none of their own.</summary>
    public static string? Name(MailProvider provider) => provider switch
    {
        MailProvider.Other => null,
        MailProvider.Sfr => "SFR",
        MailProvider.LaPoste => "La Poste",
        MailProvider.Apple => "Apple iCloud",
        MailProvider.Microsoft => "Microsoft (Outlook, Hotmail)",
        MailProvider.Bouygues => "Bouygues Telecom",
        _ => provider.ToString(),
    };
}
