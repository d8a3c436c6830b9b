using System.Globalization;
using System.Text;

namespace Preau.Shared;

/// <summary>A mail address that a relay will take; before the «@» it may have the letters of any script (RFC 6531), which not every relay takes. Not: quoted local parts, address literals.</summary>
/// <remarks>Address is as written, with the domain in lower case; Key is what two spellings of one mailbox share.
/// Dots and plus-tags of single providers are left alone: they can be different people.</remarks>
public readonly record struct EmailAddress
{
    private const string LocalSigns = "!#$%&'*+-/=?^_`{|}~.";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string address, string key) => (Address, Key) = (address, key);

    public string Address { get; }

    public string Key { get; }

    /// <summary>Only relays take it that announce SMTPUTF8.</summary>
    public bool NeedsUtf8 => !Ascii.IsValid(Key);

    public string Domain => Key[(Key.LastIndexOf('@') + 1)..];

    public static bool TryParse(string? text, out EmailAddress email)
    {
        email = default;
        var given = Bare(text);
        var at = given.LastIndexOf('@');
        if (at is < 1 or > 64 || given.Length > 254) return false;
        var domain = given[(at + 1)..];
        if (Local(given[..at]) is not { } local || AsciiOf(domain) is not { } ascii || Encoding.UTF8.GetByteCount(local) + 1 + ascii.Length > 254) return false;
        email = new($"{local}@{(Ascii.IsValid(domain) ? ascii : Idn.GetUnicode(ascii))}", $"{local.ToLowerInvariant()}@{ascii}");
        return true;
    }

    /// <summary>The domains of the one large provider at which dots before the «@» count for nothing.</summary>
    public static IReadOnlyList<string> Gmail { get; } = ["gmail.com", "googlemail.com"];

    /// <summary>
    /// Of the box in which large providers put it: «v.ictim+17@» lies in that of «victim@». Good enough to hold mails back by, and not to know anybody by: elsewhere these are two people.
    /// </summary>
    public string MailboxKey => Key[..Key.LastIndexOf('@')].Split('+')[0].Replace(".", "", StringComparison.Ordinal) + Key[Key.LastIndexOf('@')..];

    /// <summary>The key of an address, or null when it is none.</summary>
    public static string? KeyOf(string? text) => TryParse(text, out var email) ? email.Key : null;

    /// <summary>As a relay is told it: the domain as the DNS knows it. What is before the «@» has no other form.</summary>
    public static string OnTheWire(string address) => !Ascii.IsValid(address) && address.LastIndexOf('@') is > 0 and var at && AsciiOf(address[(at + 1)..]) is { } domain ? $"{address[..at]}@{domain}" : address;

    /// <summary>A domain, or that of an address, as the DNS knows it, however it was typed (RFC 5891); null where it is none.</summary>
    public static string? DomainOnTheWire(string? address) => address is null ? null : AsciiOf(address[(address.LastIndexOf('@') + 1)..].Trim());

    /// <summary>For people who may not see it: "j•••@e•••.org".</summary>
    public string Hidden()
    {
        var dot = Address.LastIndexOf('.');
        return $"{Address.EnumerateRunes().First()}•••@{Address[Address.LastIndexOf('@') + 1]}•••{Address[dot..]}";
    }

    public override string ToString() => Address ?? "";

    private static string Bare(string? text)
    {
        var given = (text ?? "").Trim().Trim('\u200b', '\u200e', '\ufeff', '\u00a0', ';', ',').Trim();
        if (given.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) given = given[7..];
        return given is ['<', .., '>'] ? given[1..^1].Trim() : given;
    }

    /// <summary>Composed, so that two spellings are one; null where it is none. Composing makes other signs of some («=» below U+0338 is «≠»): it is looked at before, where it may be no text at all, and after.</summary>
    private static string? Local(string given)
    {
        if (given[0] == '.' || given[^1] == '.' || given.Contains("..", StringComparison.Ordinal) || !IsLocal(given)) return null;
        var local = Ascii.IsValid(given) ? given : given.Normalize(NormalizationForm.FormC);
        return IsLocal(local) && Encoding.UTF8.GetByteCount(local) <= 64 ? local : null;
    }

    // Letters of any script and what is written above or below them. No signs beside those of ASCII: what cannot be seen, or looks like another sign, is a slip or a trick.
    private static bool IsLocal(string text)
    {
        var isOnLetter = false;
        foreach (var sign in text.EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (isMark ? !isOnLetter || IsUnseen(sign) : sign.IsAscii ? !IsOfAscii(sign) : !Rune.IsLetterOrDigit(sign) || IsUnseen(sign)) return false;
            isOnLetter = isMark || Rune.IsLetterOrDigit(sign);
        }

        return true;
    }

    private static bool IsOfAscii(Rune sign) => char.IsAsciiLetterOrDigit((char)sign.Value) || LocalSigns.Contains((char)sign.Value, StringComparison.Ordinal);

    /// <summary>What nothing is drawn for: spaces, what steers the text around it, and the letters and marks that Unicode lets programs read over (Default_Ignorable_Code_Point, and Braille without a dot).</summary>
    private static bool IsUnseen(Rune sign) => Rune.IsWhiteSpace(sign) || Rune.IsControl(sign) || Rune.GetUnicodeCategory(sign) is UnicodeCategory.Format
        || sign.Value is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or (>= 0x180b and <= 0x180f) or 0x2800 or 0x3164 or (>= 0xfe00 and <= 0xfe0f) or 0xffa0 or (>= 0xe0000 and <= 0xe0fff);

    private static string? AsciiOf(string domain)
    {
        // The DNS’s own form leaves out what nothing is drawn for: two domains would look alike.
        if (domain.Length is 0 or > 253 || domain[^1] == '.' || domain.EnumerateRunes().Any(IsUnseen)) return null;
        string ascii;
        try
        {
            ascii = Idn.GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
        var labels = ascii.Split('.');
        var whole = labels.Length >= 2 && labels.All(IsLabel) && labels[^1].Length >= 2 && !labels[^1].All(char.IsAsciiDigit);
        return whole && ascii.Length <= 253 ? ascii : null;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
