namespace Preau.Law;

/// <summary>By what means a campaign reaches people.</summary>
public enum Channel
{
    Email,
    Sms,
    Push,
    Social,
    Ads,
    Phone,
    Robocall,
    Door,
    Post,
    Leaflet,
    Event,
    Site,
}
