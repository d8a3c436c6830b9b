using Preau.Shared;

namespace Preau.Site;

/// <summary>Where pages are: the site's first language without a prefix, others below «/en» or «/fr».</summary>
public static class PageAddress
{
    /// <summary>Addresses that the product itself uses; no page can have them.</summary>
    private static readonly HashSet<string> Taken = new(["give", "files", "dist", "panel", "preview", "feed", "mail", "m", "unsubscribe", "me", "health", "api", "en", "fr", "legal", "privacy", "gateways", "sign-in"], StringComparer.Ordinal);

    public static string Of(string slug, string language, string firstLanguage) => language == firstLanguage ? $"/{slug}" : slug.Length == 0 ? $"/{language}" : $"/{language}/{slug}";

    /// <summary>The language and slug that a path asks for.</summary>
    public static (string Language, string Slug) Read(string path, string firstLanguage)
    {
        var parts = path.Trim('/');
        foreach (var language in Words.Languages)
        {
            if (language == firstLanguage) continue;
            if (parts == language) return (language, "");
            if (parts.StartsWith(language + "/", StringComparison.Ordinal)) return (language, parts[(language.Length + 1)..]);
        }

        return (firstLanguage, parts);
    }

    public static bool IsFree(string slug) => Slug.IsValid(slug) && !Taken.Contains(slug);
}
