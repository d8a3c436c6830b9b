using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Texting;

/// <summary>What the texts of the last days say of the gateway.</summary>
public sealed class GatewayTrouble(Database db, NationSettings settings, TextGateways gateways, TimeProvider clock)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(3);

    /// <returns>Null where it took the last text, or there is none.</returns>
    public async Task<GatewayFailing?> Run(CancellationToken ct)
    {
        if ((await settings.Get<TextSettings>(ct)).Gateway == TextGatewayKind.None) return null;
        if (await gateways.Current(ct) is null) return new(null, null);
        var since = clock.GetUtcNow() - Recent;
        var tried = db.TextMessages.AsNoTracking().Where(t => !t.IsIncoming && t.StartedAt > since);
        var last = await tried.Where(t => (t.State == TextState.Waiting && t.Answer != null) || (t.State == TextState.Refused && t.Reason == TextWords.Away) || t.State == TextState.Unknown)
            .OrderByDescending(t => t.StartedAt).Select(t => new { t.StartedAt, t.Answer }).FirstOrDefaultAsync(ct);
        if (last is null || await tried.AnyAsync(t => t.StartedAt >= last.StartedAt && (t.State == TextState.HandedOver || t.State == TextState.Delivered), ct)) return null;
        return new(last.StartedAt, last.Answer);
    }
}

/// <param name="At">When a text was tried last; null where the gateway lacks something that it needs.</param>
/// <param name="Answer">Its own words, where there were any.</param>
public sealed record GatewayFailing(DateTimeOffset? At, string? Answer);
