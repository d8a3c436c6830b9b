using System.Globalization;

namespace Preau.Sandbox;

/// <summary>Who looks at the sandbox's pages: in the language that their browser asks for, and by the clock of the campaign.</summary>
public sealed record SandboxReader(bool IsFrench, TimeZoneInfo Zone)
{
    public static SandboxReader Of(HttpContext http) => new(
        http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.StartsWith("fr", StringComparison.OrdinalIgnoreCase) == true,
        http.RequestServices.GetRequiredService<TimeProvider>().LocalTimeZone);

    public string Language => IsFrench ? "fr" : "en";

    public CultureInfo Culture => CultureInfo.GetCultureInfo(IsFrench ? "fr-FR" : "en-GB");

    public string Say(string english, string french) => IsFrench ? french : english;

    public string When(DateTimeOffset at) => SandboxFrame.Text(TimeZoneInfo.ConvertTime(at, Zone).ToString("g", Culture));
}
