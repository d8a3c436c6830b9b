using System.Collections.Frozen;
using Preau.Shared;

namespace Preau.Mail.Pacing;

/// <summary>Who keeps the mailboxes behind an address. A domain of its own, whoever keeps it, is one of the others.</summary>
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

    public static MailProvider Of(string address) => Lookup.TryGetValue(address.AsSpan(address.LastIndexOf('@') + 1), out var provider) ? provider : MailProvider.Other;

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
