using Preau.Mail.Measuring;

namespace Preau.Texting.Peers;

/// <param name="Texted">Whom the lot gave to volunteers, whether one of them has come to it or not.</param>
/// <param name="Held">Who is never given to one.</param>
/// <param name="Until">When the window closes, or closed; of a campaign that is not closed, at the latest.</param>
public sealed record PeerOutcomes(ArmOutcome Texted, ArmOutcome Held, DateTimeOffset Until, bool IsOpen, IReadOnlyList<ResultLine> Lines);

/// <summary>What a texting campaign did, measured by those who were held out of it. It counts from when its people were drawn until a week after it was closed.</summary>
public sealed class MeasurePeers(Database db, HoldOutLines lines, CurrentNation nation, TimeProvider clock)
{
    /// <returns>Null where nobody was held out, or nobody is drawn yet.</returns>
    public async Task<PeerOutcomes?> Run(TextCampaign campaign, PeerCounts counts, CancellationToken ct)
    {
        if (campaign is not { HeldOutShare: > 0, FrozenAt: { } since }) return null;
        var (held, until) = (counts.Of(ContactStage.HeldOut), ReadOutcomes.Until(campaign.ClosedAt, since));
        var rows = await db.Query<Row>("Texting/Peers/PeerOutcomes", ct, ("campaign", campaign.Id), ("since", since), ("until", until), ("currency", nation.Facts.Currency));
        ArmOutcome Arm(int place, long people) => rows.Find(r => r.HeldOut == place) is { } r ? new(people, r.Acted, r.Came, r.Signatures, r.SignedUp, r.Gave, r.Cents, r.Squares, 0, 0, 0, 0, 0, 0, 0) : ArmOutcome.Nobody with { People = people };
        var (texted, left) = (Arm(0, counts.All - held), Arm(1, held));
        return new(texted, left, until, clock.GetUtcNow() < until, [.. lines.Of(texted, left)]);
    }

    private sealed record Row(int HeldOut, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares);
}
