using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>What the people of a mail did in the week after its audience was fixed and the law let it leave, whether they got it or not.</summary>
public sealed class ReadOutcomes(Database db, BlastLaw law, CurrentNation nation, TimeProvider clock)
{
    /// <summary>Later nobody can tell any more what a mail had to do with it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>When the audience was fixed and the law let it leave.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<DateTimeOffset?> Since(Blast blast, CancellationToken ct) => blast.FrozenAt is { } frozen ? await law.Opens(blast, frozen, ct) ?? frozen : null;

    /// <summary>Counted now, as whoever decides by it needs it.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Run(Blast blast, CancellationToken ct) => await Since(blast, ct) is { } since ? await Of(blast, await Arms(blast, since, ct), since, clock.GetUtcNow(), ct) : null;

    /// <summary>For whoever looks: of a large audience as it was counted last (<see cref="CountOutcomes"/>), else counted now; and so while it is on its way, when somebody may choose or stop a version by it.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Look(Blast blast, CancellationToken ct)
    {
        if (blast.State is BlastState.Sending or BlastState.Paused || await db.BlastOutcomes.AsNoTracking().Where(o => o.BlastId == blast.Id).ToListAsync(ct) is not [var first, ..] kept || await Since(blast, ct) is not { } since) return await Run(blast, ct);
        return await Of(blast, kept.ToDictionary(o => o.Place, o => o.Read()), since, first.CountedAt, ct) with { IsKept = true };
    }

    /// <summary>What each group of its audience did until now, by <see cref="BlastArm.Place"/>.</summary>
    public async Task<Dictionary<int, ArmOutcome>> Arms(Blast blast, DateTimeOffset since, CancellationToken ct)
    {
        var done = (await db.Query<Row>("Mail/Measuring/Outcomes", ct, ("month", blast.Month), ("blast_id", blast.Id), ("since", since), ("until", since + Window), ("currency", nation.Facts.Currency))).ToDictionary(r => r.Place);
        return (await db.BlastArms.AsNoTracking().Where(a => a.BlastId == blast.Id).ToListAsync(ct)).ToDictionary(a => a.Place, a => Of(a, done.GetValueOrDefault(a.Place, Row.Nothing)));
    }

    private async Task<Outcomes> Of(Blast blast, Dictionary<int, ArmOutcome> arms, DateTimeOffset since, DateTimeOffset at, CancellationToken ct)
    {
        var others = await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == null, ct);
        ArmOutcome At(int place) => arms.GetValueOrDefault(place, ArmOutcome.Nobody);
        return new(arms.Where(a => a.Key != DrawLots.HeldOut).Aggregate(ArmOutcome.Nobody, (all, a) => all + a.Value), [.. Enumerable.Range(0, others + 1).Select(At)], At(DrawLots.HeldOut), since, since + Window, at);
    }

    private static ArmOutcome Of(BlastArm arm, Row done) => new(arm.People, done.Acted, done.Came, done.Signatures, done.SignedUp, done.Gave, done.Cents, done.Squares, done.Linked, done.LinkedCents, arm.Clicked, arm.Unsubscribed);

    private sealed record Row(int Place, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares, long Linked, long LinkedCents)
    {
        public static readonly Row Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
