namespace Preau.Sandbox;

/// <summary>The time as it is, told by the clocks of the campaign: a server's own stand at UTC.</summary>
public sealed class SandboxClock(TimeZoneInfo zone) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => zone;
}
