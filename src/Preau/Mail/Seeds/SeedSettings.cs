namespace Preau.Mail.Seeds;

/// <summary>The mailboxes that look at each mail before it leaves: of the team, and test mailboxes at large providers.</summary>
public sealed class SeedSettings
{
    public const int Most = 20;

    public List<string> Addresses { get; set; } = [];
}
