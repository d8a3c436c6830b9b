using Preau.Shared;

namespace Preau.People;

/// <summary>What a text has to look like. A closed list: an expression that somebody wrote could keep a server busy for ever.</summary>
public enum FieldPattern
{
    None,
    Mail,
    Web,
    Postcode,
    Digits,
    Letters,
}

public static class FieldPatterns
{
    public static bool Fits(this FieldPattern pattern, string text) => pattern switch
    {
        FieldPattern.None => true,
        FieldPattern.Mail => EmailAddress.TryParse(text, out _),
        FieldPattern.Web => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0,
        FieldPattern.Postcode => text.Length is >= 3 and <= 10 && text.Any(char.IsAsciiDigit) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-'),
        FieldPattern.Digits => text.All(char.IsAsciiDigit),
        FieldPattern.Letters => text.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'' or '’'),
    };
}
