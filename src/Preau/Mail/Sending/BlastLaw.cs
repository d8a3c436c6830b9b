using Microsoft.EntityFrameworkCore;
using Preau.Law;
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
    public Task<DateTimeOffset?> Opens(Blast blast, DateTimeOffset at, CancellationToken ct) => law.Opens(blast.Channel, at, ct);

    /// <summary>Whether the silence before the vote has begun in some territories at that hour, and not at home: who votes there is passed over.</summary>
    public async Task<bool> PassesOverSome(Blast blast, DateTimeOffset? at, CancellationToken ct) => (await law.QuietIn(blast.Channel, at, ct)).Count > 0;

    /// <summary>Until when it may leave, where it may at the given instant: the end of the hours of the day, or the beginning of a silence.</summary>
    public async Task<DateTimeOffset> Closes(Blast blast, DateTimeOffset at, CancellationToken ct)
    {
        var closes = await law.Closes(blast.Channel, at, ct) ?? DateTimeOffset.MaxValue;
        foreach (var from in (await law.SilentRounds(ct)).Select(r => r.Home?.From).OfType<DateTimeOffset>().Where(f => f > at && f < closes).Order())
        {
            // Not every silence is one for every channel.
            if (!(await law.MaySend(blast.Channel, blast.IsTargeted, new HashSet<Criterion>(), from, ct)).IsAllowed) return from;
        }

        return closes;
    }

    /// <summary>What the choice of recipients is based on, where rules care.</summary>
    private async Task<IReadOnlySet<Criterion>> Criteria(Blast blast, CancellationToken ct)
    {
        var criteria = new HashSet<Criterion>();
        if (blast.SegmentId is null && blast.Tree is null) return criteria;
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
