namespace Preau.Mail.Openings;

/// <summary>Whether the campaign asks people if it may measure openings, and measures those of whoever said yes.</summary>
public sealed class OpeningSettings
{
    public bool IsOn { get; set; }
}
