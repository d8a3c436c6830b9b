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
    public async Task<PeerOutcomes?> Run(TextCampaign campaign, CancellationToken ct)
    {
        if (campaign is not { HeldOutShare: > 0, FrozenAt: { } since }) return null;
        var until = ReadOutcomes.Until(campaign.ClosedAt, since);
        var rows = await db.Query<Row>("Texting/Peers/PeerOutcomes", ct, ("campaign", campaign.Id), ("since", since), ("until", until), ("currency", nation.Facts.Currency));
        ArmOutcome Arm(int place) => rows.Find(r => r.HeldOut == place) is { } r ? new(r.People, r.Acted, r.Came, r.Signatures, r.SignedUp, r.Gave, r.Cents, r.Squares, 0, 0, 0, 0, 0, 0, 0) : ArmOutcome.Nobody;
        var (texted, left) = (Arm(0), Arm(1));
        return new(texted, left, until, clock.GetUtcNow() < until, [.. lines.Kinds(texted, left).Select(lines.Say)]);
    }

    private sealed record Row(int HeldOut, long People, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares);
}
