namespace Preau.Donations;

public enum GatewayKind
{
    None,
    Sandbox,
    Stripe,
}

/// <summary>How a nation takes gifts online. Keys are sealed: the store alone does not give them away.</summary>
public sealed class DonationSettings
{
    /// <summary>What the campaign decided; the page is open only while the law and the settings allow it too.</summary>
    public bool IsOpen { get; set; }
    public GatewayKind Gateway { get; set; }
    public string? SealedSecretKey { get; set; }
    public string? SealedWebhookSecret { get; set; }
    public string? SealedSandboxKey { get; set; }

    /// <summary>The amounts offered as buttons, in whole units of the nation's currency.</summary>
    public IReadOnlyList<int> Amounts { get; set; } = [20, 50, 100, 250];
    public int MinimumAmount { get; set; } = 5;
}

/// <summary>What an operator decides: whether there is a sandbox card network on this machine.</summary>
public sealed class DonationOptions
{
    /// <summary>Where the sandbox card network listens; without it no nation can choose the sandbox.</summary>
    public Uri? Sandbox { get; set; }

    /// <summary>Another address of Stripe's API, for tests against a local server.</summary>
    public string? StripeApi { get; set; }
}
