namespace Preau.Shared;

/// <summary>The readable part of an address: lower-case ASCII words apart by single hyphens, at most 80 signs.</summary>
public static class Slug
{
    public const int MaxLength = 80;

    /// <summary>A slug from a title, cut between words; "" when nothing of it can stand in an address.</summary>
    public static string Of(string? title)
    {
        var words = new string([.. NameKey.Of(title).Select(c => char.IsAscii(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var slug = "";
        foreach (var word in words)
        {
            if (slug.Length + word.Length + 1 > MaxLength) return slug.Length > 0 ? slug : word[..MaxLength];
            slug = slug.Length == 0 ? word : $"{slug}-{word}";
        }
        return slug;
    }

    public static bool IsValid(string? slug) => slug is { Length: > 0 and <= MaxLength }
        && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && slug[0] != '-' && slug[^1] != '-' && !slug.Contains("--", StringComparison.Ordinal);

    /// <summary>The first of "tea", "tea-2", "tea-3"… that is not taken.</summary>
    public static string Free(string slug, Predicate<string> isTaken)
    {
        var free = slug;
        for (var n = 2; isTaken(free); n++) free = $"{slug}-{n}";
        return free;
    }
}
