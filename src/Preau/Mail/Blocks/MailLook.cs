using System.Text.RegularExpressions;
using Preau.Mail.Brand;
using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>What the campaign's mails look like beyond their words. All of it stands in tags and styles as it is: nothing comes in that is no colour, no known face, no number.</summary>
/// <param name="ButtonColour">Behind the words of a button, as #rrggbb.</param>
/// <param name="ButtonText">Those words.</param>
/// <param name="Radius">Of a button's corners, in pixels.</param>
public sealed partial record MailLook(string ButtonColour, string ButtonText, int Radius)
{
    public const int UsualWidth = 600, UsualRadius = 6;

    public const string UsualQuiet = "#5a6570", Colours = "^#[0-9A-Fa-f]{6}$";

    /// <summary>For those who read the words alone.</summary>
    public static readonly MailLook Plain = new("#14202B", "#FFFFFF", UsualRadius);

    public string Text { get; init; } = "#14202b";
    public string Link { get; init; } = "#14202b";

    /// <summary>Around the mail, and behind its words.</summary>
    public string Page { get; init; } = "#f4f1ea";
    public string Card { get; init; } = "#ffffff";
    public MailFont Font { get; init; }
    public int Width { get; init; } = UsualWidth;
    public BlockAlign FootAlign { get; init; }

    /// <summary>Across the top; null for the band with logo or name.</summary>
    public string? PicturePath { get; init; }
    public string PictureAlt { get; init; } = "";

    /// <summary>The colour of small print, where it can be read.</summary>
    public string Quiet => SiteColours.Contrast(UsualQuiet, Card) >= SiteColours.Readable ? UsualQuiet : Text;

    /// <summary>As the site is, where nothing else was chosen.</summary>
    public static MailLook Of(SiteColours colours, BrandSettings? brand = null)
    {
        var site = new MailLook(colours.Accent, colours.OnAccent, UsualRadius) { Link = colours.AccentText };
        if (brand is null) return site;
        var button = Colour(brand.Button, site.ButtonColour);
        return new(button, SiteColours.Of(button).OnAccent, Math.Clamp(brand.Radius, 0, BrandSettings.MostRadius))
        {
            Text = Colour(brand.Text, site.Text), Link = Colour(brand.Link, site.Link), Page = Colour(brand.Page, site.Page), Card = Colour(brand.Card, site.Card),
            Font = Enum.IsDefined(brand.Font) ? brand.Font : site.Font, Width = Math.Clamp(brand.Width, BrandSettings.LeastWidth, BrandSettings.MostWidth), FootAlign = Enum.IsDefined(brand.FootAlign) ? brand.FootAlign : site.FootAlign,
            PicturePath = brand.PicturePath is { } path && path.StartsWith("/files/", StringComparison.Ordinal) ? path : null, PictureAlt = brand.PictureAlt ?? "",
        };
    }

    public static bool IsColour(string? text) => text is { Length: 7 } && Hex().IsMatch(text);

    private static string Colour(string? chosen, string otherwise) => chosen is not null && IsColour(chosen) ? chosen : otherwise;

    [GeneratedRegex(Colours, RegexOptions.NonBacktracking)]
    private static partial Regex Hex();
}
