using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Law.Rules;
using Preau.Segments;

namespace Preau.Mail;

/// <summary>May this blast go out? Asked for its hour when it is scheduled, and again before each batch leaves.</summary>
public sealed class BlastLaw(Database db, CampaignLaw law, ReadSegment read, SegmentFields fields)
{
    public Task<Decision> Run(Blast blast, bool asksForGifts, CancellationToken ct) => Run(blast, asksForGifts, at: null, ct);

    /// <param name="blast">The mail.</param>
    /// <param name="asksForGifts">It leads to a gift form.</param>
    /// <param name="at">The hour at which it leaves; null is now.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Decision> Run(Blast blast, bool asksForGifts, DateTimeOffset? at, CancellationToken ct)
    {
        var decision = await law.MaySend(blast.Channel, blast.IsTargeted, await Criteria(blast, ct), at, ct);
        return asksForGifts ? decision.And(await law.MayCollect(at, ct)) : decision;
    }

    /// <summary>When it may leave, where that is not the given hour: messages to many have hours of the day by law.</summary>
    public DateTimeOffset? Opens(Blast blast, DateTimeOffset at) => law.Opens(blast.Channel, at);

    /// <summary>What the choice of recipients is based on, where rules care.</summary>
    private async Task<IReadOnlySet<Criterion>> Criteria(Blast blast, CancellationToken ct)
    {
        var criteria = new HashSet<Criterion>();
        if (!blast.IsTargeted) return criteria;
        var tree = blast.Tree ?? await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleOrDefaultAsync(ct);
        if (await read.Run(tree, ct) is not SegmentAnswer.Fine fine) return criteria;
        var catalogue = await fields.Catalogue(ct);
        foreach (var field in SegmentTree.Conditions(fine.Tree).Select(c => catalogue.Find(c.Field)).OfType<SegmentField>())
        {
            if (field.Traits.HasFlag(FieldTraits.Roll)) criteria.Add(Criterion.RollOnly);
            // An opinion that somebody wrote down, or one that was computed.
            if (field.Traits.HasFlag(FieldTraits.Opinion)) criteria.Add(field.Name.Contains("score", StringComparison.Ordinal) ? Criterion.Score : Criterion.SupportLevel);
        }

        return criteria;
    }
}
