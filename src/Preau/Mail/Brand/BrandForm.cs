using System.ComponentModel.DataAnnotations;
using Preau.Mail.Blocks;

namespace Preau.Mail.Brand;

public sealed class BrandForm
{
    [Required, RegularExpression(MailLook.Colours), Display(Name = "Text")]
    public string Text { get; set; } = MailLook.Plain.Text;

    [Required, RegularExpression(MailLook.Colours), Display(Name = "Links")]
    public string Link { get; set; } = MailLook.Plain.Link;

    [Required, RegularExpression(MailLook.Colours), Display(Name = "Buttons")]
    public string Button { get; set; } = MailLook.Plain.ButtonColour;

    [Required, RegularExpression(MailLook.Colours), Display(Name = "Around the mail")]
    public string Page { get; set; } = MailLook.Plain.Page;

    [Required, RegularExpression(MailLook.Colours), Display(Name = "Behind the text")]
    public string Card { get; set; } = MailLook.Plain.Card;

    [Display(Name = "Typeface")]
    public MailFont Font { get; set; }

    [Range(BrandSettings.LeastWidth, BrandSettings.MostWidth), Display(Name = "Width in pixels")]
    public int Width { get; set; } = MailLook.UsualWidth;

    [Range(0, BrandSettings.MostRadius), Display(Name = "Roundness of a button’s corners, in pixels")]
    public int Radius { get; set; } = MailLook.UsualRadius;

    [Display(Name = "Lines at the end")]
    public BlockAlign FootAlign { get; set; }

    [StringLength(200), Display(Name = "Text for the picture")]
    public string? PictureAlt { get; set; }

    [Display(Name = "Remove the picture")]
    public bool RemovePicture { get; set; }

    /// <summary>What is shown, followed from the site or chosen.</summary>
    public static BrandForm Of(MailLook look) => new()
    {
        Text = look.Text, Link = look.Link, Button = look.ButtonColour, Page = look.Page, Card = look.Card, Font = look.Font, Width = look.Width, Radius = look.Radius, FootAlign = look.FootAlign, PictureAlt = look.PictureAlt,
    };

    /// <param name="site">A colour that is its own goes on following it.</param>
    /// <param name="kept">The picture as it is.</param>
    public BrandSettings Settings(MailLook site, BrandSettings kept) => new()
    {
        Text = Own(Text, site.Text), Link = Own(Link, site.Link), Button = Own(Button, site.ButtonColour), Page = Own(Page, site.Page), Card = Own(Card, site.Card),
        Font = Font, Width = Width, Radius = Radius, FootAlign = FootAlign, PicturePath = kept.PicturePath, PictureAlt = PictureAlt?.Trim(),
    };

    private static string? Own(string chosen, string site) => chosen.Equals(site, StringComparison.OrdinalIgnoreCase) ? null : chosen;
}
