using Preau.Site;

namespace Preau.Mail.Blocks;

/// <summary>What the campaign's mails look like beyond their words.</summary>
/// <param name="ButtonColour">Behind the words of a button, as #rrggbb.</param>
/// <param name="ButtonText">Those words.</param>
/// <param name="Radius">Of a button's corners, in pixels.</param>
public sealed record MailLook(string ButtonColour, string ButtonText, int Radius)
{
    private const int Rounded = 6;

    /// <summary>For those who read the words alone.</summary>
    public static readonly MailLook Plain = new("#14202B", "#FFFFFF", Rounded);

    public static MailLook Of(SiteColours colours) => new(colours.Accent, colours.OnAccent, Rounded);
}
