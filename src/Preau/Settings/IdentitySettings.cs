using Preau.Nations;

namespace Preau.Settings;

/// <summary>How the campaign looks to the public.</summary>
public sealed class IdentitySettings
{
    public const string DefaultAccent = "#A63D24";

    /// <summary>The name on the site and in mails; the nation's where it is blank.</summary>
    public string? SiteName { get; set; }
    public string? Slogan { get; set; }
    public string Accent { get; set; } = DefaultAccent;
    public string? LogoPath { get; set; }
    public string? LogoAlt { get; set; }
    public string? CoverPath { get; set; }
    public string? CoverAlt { get; set; }

    /// <summary>The languages of the site, the first being the one that visitors get. None is chosen before the look is saved: see <see cref="Of"/>.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>As the campaign set it; a site whose languages nobody chose yet is in the campaign's.</summary>
    public static async Task<IdentitySettings> Of(NationSettings settings, NationFacts nation, CancellationToken ct)
    {
        var identity = await settings.Get<IdentitySettings>(ct);
        if (identity.Languages.Count == 0) identity.Languages = [nation.Language];
        return identity;
    }
}
