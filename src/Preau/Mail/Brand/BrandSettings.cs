using Preau.Mail.Blocks;

namespace Preau.Mail.Brand;

/// <summary>What the campaign's mails look like. A colour that is null follows the site's.</summary>
public sealed class BrandSettings
{
    public const int LeastWidth = 480, MostWidth = 680, MostRadius = 24;

    /// <summary>Each as #rrggbb.</summary>
    public string? Text { get; set; }
    public string? Link { get; set; }
    public string? Button { get; set; }

    /// <summary>Around the mail, and behind its words.</summary>
    public string? Page { get; set; }
    public string? Card { get; set; }
    public MailFont Font { get; set; }

    /// <summary>Across the top, in the place of the band with logo or name: one of the campaign's own pictures.</summary>
    public string? PicturePath { get; set; }
    public string? PictureAlt { get; set; }

    /// <summary>In pixels, on a desk; and that of a button's corners.</summary>
    public int Width { get; set; } = MailLook.UsualWidth;
    public int Radius { get; set; } = MailLook.UsualRadius;

    /// <summary>Of who sends it, why, and how to leave.</summary>
    public BlockAlign FootAlign { get; set; }
}
