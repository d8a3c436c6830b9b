using System.Globalization;
using Preau.Law;
using Preau.Nations;
using Preau.Shared;

namespace Preau.Donations;

/// <summary>Whether the public may give now, and if not, all that stands in the way.</summary>
public sealed class GiftDoor(NationSettings settings, Gateways gateways, CampaignLaw law, Words words)
{
    public async Task<bool> IsOpen(CancellationToken ct) => (await Obstacles(ct)).Count == 0;

    /// <summary>In the order in which they are best cleared away. Written for staff, not for donors.</summary>
    public async Task<IReadOnlyList<string>> Obstacles(CancellationToken ct)
    {
        var kept = await settings.Get<DonationSettings>(ct);
        var obstacles = new List<string>();
        if (await law.Election(ct) is null) obstacles.Add(words["Say which election the campaign stands in, and when it is, in the campaign's settings."]);
        var decision = await law.MayCollect(ct);
        obstacles.AddRange(decision.Blocks.Select(b => b.Message.In(CultureInfo.CurrentUICulture)));
        if (kept.Gateway == GatewayKind.None) obstacles.Add(words["Choose who takes the cards."]);
        if (kept.Gateway == GatewayKind.Stripe && kept.SealedSecretKey is null) obstacles.Add(words["The secret key of your Stripe account is missing."]);
        if (kept.Gateway == GatewayKind.Stripe && kept.SealedWebhookSecret is null) obstacles.Add(words["The secret of the Stripe webhook is missing: without it, nobody would know that a gift was paid."]);
        if (kept.Gateway == GatewayKind.Sandbox && !gateways.HasSandbox) obstacles.Add(words["There is no sandbox card network on this machine."]);
        if (obstacles.Count == 0 && gateways.Of(kept) is null) obstacles.Add(words["The gateway's keys can no longer be read: enter them again."]);
        if (!kept.IsOpen) obstacles.Add(words["Tick “Take gifts online”."]);
        return obstacles;
    }
}
