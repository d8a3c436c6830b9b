using System.Globalization;
using Preau.Mail.Blocks;
using Preau.Shared;
using Preau.Site;

namespace Preau.Mail.Brand;

/// <summary>Which words of a look cannot be read well on what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1), each as a sentence.</summary>
public static class ReadableLook
{
    public static IEnumerable<string> WhyNot(MailLook look, Words words)
    {
        if (Contrast(look.Text, look.Card) is { } text) yield return words["The text stands out from its background by {0} to 1. Below 4.5 to 1 many people cannot read it well: choose a darker text or a lighter background, or the reverse.", text];
        if (Contrast(look.Link, look.Card) is { } link) yield return words["Links stand out from their background by {0} to 1. Below 4.5 to 1 many people cannot read them well: choose a colour further from the background.", link];
        if (Contrast(look.ButtonText, look.ButtonColour) is { } button) yield return words["The words of a button stand out from it by {0} to 1. Below 4.5 to 1 many people cannot read them well: choose a darker or a lighter colour for buttons.", button];
    }

    /// <summary>In the reader's figures, and never rounded up to what would do; null where it does.</summary>
    private static string? Contrast(string words, string behind) =>
        SiteColours.Contrast(words, behind) is < SiteColours.Readable and var contrast ? (Math.Floor(contrast * 10) / 10).ToString("0.0", CultureInfo.CurrentCulture) : null;
}
