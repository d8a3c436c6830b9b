using System.Globalization;

namespace Preau.Site;

/// <summary>The campaign's colour, and what can be read on it and in it (WCAG 2.2, 1.4.3: 4.5 to 1).</summary>
/// <param name="Accent">As chosen.</param>
/// <param name="OnAccent">Text on the colour.</param>
/// <param name="AccentText">The colour as text on paper, darkened until it can be read.</param>
/// <param name="Deep">The colour, dark enough to stand behind white text and over a picture.</param>
public sealed record SiteColours(string Accent, string OnAccent, string AccentText, string Deep)
{
    /// <summary>What words need to be read by most.</summary>
    public const double Readable = 4.5;

    private static readonly (double R, double G, double B) Paper = Parse("#FAF8F3");
    private static readonly (double R, double G, double B) Ink = Parse("#14202B");
    private static readonly (double R, double G, double B) White = (1, 1, 1);

    public static SiteColours Of(string accent)
    {
        var chosen = Parse(accent);
        var light = Contrast(chosen, White) >= Contrast(chosen, Ink);
        return new(accent, light ? "#FFFFFF" : "#14202B", Text(Darken(chosen, Paper, Readable)), Text(Darken(chosen, White, 7)));
    }

    /// <summary>By how much one colour stands out from another, as #rrggbb: from 1 to 21.</summary>
    public static double Contrast(string a, string b) => Contrast(Parse(a), Parse(b));

    private static (double R, double G, double B) Darken((double R, double G, double B) colour, (double R, double G, double B) against, double wanted)
    {
        while (Contrast(colour, against) < wanted) colour = (colour.R * 0.94, colour.G * 0.94, colour.B * 0.94);
        return colour;
    }

    private static double Contrast((double R, double G, double B) a, (double R, double G, double B) b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance((double R, double G, double B) c) => (0.2126 * Linear(c.R)) + (0.7152 * Linear(c.G)) + (0.0722 * Linear(c.B));

    private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);

    private static (double R, double G, double B) Parse(string hex) => (Channel(hex, 1), Channel(hex, 3), Channel(hex, 5));

    private static double Channel(string hex, int at) => int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;

    private static string Text((double R, double G, double B) c) => $"#{(int)Math.Round(c.R * 255):X2}{(int)Math.Round(c.G * 255):X2}{(int)Math.Round(c.B * 255):X2}";
}
