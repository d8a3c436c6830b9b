namespace Preau.Shared;

/// <summary>Postcodes as a country writes them. What does not look like one is kept as given: an address is not refused for it.</summary>
public static class Postcode
{
    public static string Clean(string? text, string country)
    {
        var given = (text ?? "").Trim().ToUpperInvariant();
        var bare = new string([.. given.Where(char.IsLetterOrDigit)]);
        return country switch
        {
            // Spreadsheets eat the first zero of 01000.
            "FR" when bare.Length is 4 or 5 && bare.All(char.IsAsciiDigit) => bare.PadLeft(5, '0'),
            "GB" when bare.Length is >= 5 and <= 7 => $"{bare[..^3]} {bare[^3..]}",
            "US" when bare.Length is 4 or 5 && bare.All(char.IsAsciiDigit) => bare.PadLeft(5, '0'),
            _ => given,
        };
    }

    /// <summary>The department of a French postcode ("69", "2A" is not told apart from "2B": "20"; overseas "974"), or null.</summary>
    public static string? Department(string? postcode) => postcode is { Length: 5 } && postcode.All(char.IsAsciiDigit)
        ? postcode.StartsWith("97", StringComparison.Ordinal) || postcode.StartsWith("98", StringComparison.Ordinal) ? postcode[..3] : postcode[..2]
        : null;
}
