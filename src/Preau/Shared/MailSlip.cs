using System.Collections.Frozen;

namespace Preau.Shared;

/// <summary>Letters before the «@» of an address that its provider gives to nobody («jérôme@gmail.com»): a relay would take them, and nobody is there. Elsewhere they may be right.</summary>
public static class MailSlip
{
    /// <summary>Domains of providers whose addresses are letters of ASCII alone.</summary>
    private static readonly FrozenSet<string> Domains = new[]
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "hotmail.be", "hotmail.ch", "hotmail.co.uk", "live.com", "live.fr", "live.be", "msn.com",
        "yahoo.com", "yahoo.fr", "yahoo.co.uk", "ymail.com", "rocketmail.com", "aol.com", "aol.fr", "icloud.com", "me.com", "mac.com", "orange.fr", "wanadoo.fr", "free.fr", "aliceadsl.fr", "libertysurf.fr",
        "sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "9online.fr", "numericable.fr", "laposte.net", "bbox.fr", "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.fr", "gmx.de", "web.de",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether its provider has no address with such letters.</summary>
    public static bool IsIn(EmailAddress email) => email.NeedsUtf8 && Domains.Contains(email.Domain);

    /// <summary>The same without accents; null where that leaves other letters.</summary>
    public static string? Meant(EmailAddress email)
    {
        var local = string.Concat(email.Address[..email.Address.LastIndexOf('@')].Select(c => char.IsAscii(c) ? c.ToString() : NameKey.Of(c.ToString())));
        return EmailAddress.TryParse($"{local}@{email.Domain}", out var plain) && !plain.NeedsUtf8 ? plain.Address : null;
    }

    /// <summary>What whoever typed it is told; null where it may be right.</summary>
    public static string? Say(EmailAddress email, Words words) => !IsIn(email) ? null
        : Meant(email) is { } meant ? words["{0} has no addresses with accents before the @: did you mean {1}?", email.Domain, meant] : words["{0} has no addresses with such letters before the @.", email.Domain];
}
