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

    /// <summary>The languages of the site, the first being the one that visitors get.</summary>
    public List<string> Languages { get; set; } = ["fr"];
}
