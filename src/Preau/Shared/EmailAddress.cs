using System.Globalization;

namespace Preau.Shared;

/// <summary>A mail address that a relay will take. Not: quoted local parts, address literals, local parts with accents
/// (legal on paper, nearly always a slip in a campaign's files).</summary>
/// <remarks>Address is as written, with the domain in lower case; Key is what two spellings of one mailbox share.
/// Dots and plus-tags of single providers are left alone: they can be different people.</remarks>
public readonly record struct EmailAddress
{
    private const string LocalSigns = "!#$%&'*+-/=?^_`{|}~.";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string address, string key) => (Address, Key) = (address, key);

    public string Address { get; }

    public string Key { get; }

    public string Domain => Key[(Key.LastIndexOf('@') + 1)..];

    public static bool TryParse(string? text, out EmailAddress email)
    {
        email = default;
        var given = Bare(text);
        var at = given.LastIndexOf('@');
        if (at is < 1 or > 64 || given.Length > 254) return false;
        var (local, domain) = (given[..at], given[(at + 1)..]);
        if (!IsLocal(local) || Ascii(domain) is not { } ascii || at + 1 + ascii.Length > 254) return false;
        email = new($"{local}@{domain.ToLowerInvariant()}", $"{local.ToLowerInvariant()}@{ascii}");
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

    /// <summary>For people who may not see it: "j•••@e•••.org".</summary>
    public string Hidden()
    {
        var dot = Address.LastIndexOf('.');
        return $"{Address[0]}•••@{Address[Address.LastIndexOf('@') + 1]}•••{Address[dot..]}";
    }

    public override string ToString() => Address ?? "";

    private static string Bare(string? text)
    {
        var given = (text ?? "").Trim().Trim('\u200b', '\u200e', '\ufeff', '\u00a0', ';', ',').Trim();
        if (given.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) given = given[7..];
        return given is ['<', .., '>'] ? given[1..^1].Trim() : given;
    }

    private static bool IsLocal(string local) =>
        local.All(c => char.IsAsciiLetterOrDigit(c) || LocalSigns.Contains(c, StringComparison.Ordinal))
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);

    private static string? Ascii(string domain)
    {
        if (domain.Length is 0 or > 253 || domain[^1] == '.') return null;
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
