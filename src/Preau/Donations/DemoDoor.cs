using Preau.Nations;

namespace Preau.Donations;

/// <summary>Opens the demo's donation page on the sandbox card network.</summary>
public sealed class DemoDoor(Database db, NationSettings settings, Gateways gateways) : IDemoSeed
{
    public string Name => "donation-page";
    public int Order => 1;

    public async Task Run(CancellationToken ct)
    {
        var kept = await settings.Get<DonationSettings>(ct);
        (kept.IsOpen, kept.Gateway) = (true, GatewayKind.Sandbox);
        kept.SealedSandboxKey ??= gateways.NewSandboxKey();
        await settings.Set(kept, ct);
        await db.SaveChangesAsync(ct);
    }
}
