namespace Preau.Accounts;

/// <summary>
/// What the panel speaks to somebody who is not signed in. Chosen before signing in, it waits for whoever signs in next, and becomes their account's
/// language; after that it only says what this browser spoke last, so that the next account here keeps its own.
/// </summary>
public static class LanguageCookie
{
    private const string Name = "__Host-preau-language";
    private const string Waits = "-waits";

    /// <summary>What this browser speaks where no account has a say.</summary>
    public static string? Of(HttpContext http) => http.Request.Cookies[Name]?.Replace(Waits, "", StringComparison.Ordinal);

    public static void Keep(HttpContext http, string language, bool isSignedIn, DateTimeOffset now) => http.Response.Cookies.Append(Name, isSignedIn ? language : language + Waits,
        new CookieOptions { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Expires = now.AddYears(1) });

    /// <summary>The language that was chosen before signing in and no account took yet.</summary>
    public static string? Waiting(HttpContext http) =>
        http.Request.Cookies[Name] is { } kept && kept.EndsWith(Waits, StringComparison.Ordinal) && Shared.Words.Languages.Contains(kept[..^Waits.Length], StringComparer.Ordinal) ? kept[..^Waits.Length] : null;
}
