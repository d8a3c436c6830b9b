namespace Preau.Shared;

public static class Iban
{
    /// <summary>Whether the check digits fit (ISO 13616: the rearranged number, letters as 10 to 35, leaves 1 when divided by 97).</summary>
    public static bool IsValid(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (compact.Length is < 15 or > 34 || !compact.All(char.IsAsciiLetterOrDigit)) return false;
        var remainder = 0;
        foreach (var c in compact[4..] + compact[..4])
        {
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
        }

        return remainder == 1;
    }
}
