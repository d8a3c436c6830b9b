using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>What the people of a mail did since its audience was fixed and the law let it leave, until a week after it had left, whether they got it or not.</summary>
public sealed class ReadOutcomes(Database db, BlastLaw law, CurrentNation nation, TimeProvider clock)
{
    /// <summary>Later nobody can tell any more what a mail had to do with it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>What is paused, and not taken up again, is not waited for any longer.</summary>
    public static readonly TimeSpan LongestLeaving = TimeSpan.FromDays(60);

    private const double Always = 1e9;

    /// <summary>When the audience was fixed and the law let it leave.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<DateTimeOffset?> Since(Blast blast, CancellationToken ct) => blast.FrozenAt is { } frozen ? await law.Opens(blast, frozen, ct) ?? frozen : null;

    /// <summary>Whoever got it last has had a week then, for a warm-up takes many days; of what is still leaving, the latest that it may be.</summary>
    public static DateTimeOffset Until(Blast blast, DateTimeOffset since) => Until(blast.EndedAt, since);

    public static DateTimeOffset Until(DateTimeOffset? endedAt, DateTimeOffset since) => (endedAt is { } ended && ended < since + LongestLeaving ? ended : since + LongestLeaving) + Window;

    /// <summary>Counted now, as whoever decides by it needs it.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Run(Blast blast, CancellationToken ct)
    {
        if (await Since(blast, ct) is not { } since) return null;
        var (now, delays) = (clock.GetUtcNow(), await Delays(blast, ct));
        return Of(blast, await Arms(blast, delays, since, now, ct), delays, since, now);
    }

    /// <summary>For whoever looks: of a large audience as it was counted last (<see cref="CountOutcomes"/>), else counted now; and so while it is on its way, when somebody may choose or stop a version by it.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Look(Blast blast, CancellationToken ct)
    {
        var isDecided = blast.State is BlastState.Sending or BlastState.Paused && await db.Compared().AnyAsync(b => b.Id == blast.Id, ct);
        if (isDecided || await Size(blast.Id, ct) <= ComparedBlasts.CountedAtOnce || await db.BlastOutcomes.AsNoTracking().Where(o => o.BlastId == blast.Id).ToListAsync(ct) is not [var first, ..] kept || await Since(blast, ct) is not { } since) return await Run(blast, ct);
        return Of(blast, kept.ToDictionary(o => o.Place, o => o.Read()), await Delays(blast, ct), since, first.CountedAt) with { IsKept = true };
    }

    /// <summary>What each group of its audience did until now, by <see cref="BlastArm.Place"/>.</summary>
    public async Task<Dictionary<int, ArmOutcome>> Arms(Blast blast, DateTimeOffset since, DateTimeOffset now, CancellationToken ct) => await Arms(blast, await Delays(blast, ct), since, now, ct);

    private async Task<Dictionary<int, ArmOutcome>> Arms(Blast blast, IReadOnlyList<int> delays, DateTimeOffset since, DateTimeOffset now, CancellationToken ct)
    {
        var age = Age(blast, delays, now);
        var within = age is { Ticks: > 0 } same ? same.TotalSeconds : Always;
        var done = (await db.Query<Row>("Mail/Measuring/Outcomes", ct, ("month", blast.Month), ("blast_id", blast.Id), ("since", since), ("until", Until(blast, since)), ("currency", nation.Facts.Currency), ("within", within))).ToDictionary(r => r.Place);
        var arms = (await db.BlastArms.AsNoTracking().Where(a => a.BlastId == blast.Id).ToListAsync(ct)).ToDictionary(a => a.Place, a => Of(a, done.GetValueOrDefault(a.Place, Row.Nothing)));
        // A mail that compares nothing has no groups: all of them are one.
        if (arms.Count == 0) arms[0] = Whole(await db.BlastTotals.AsNoTracking().SingleOrDefaultAsync(t => t.BlastId == blast.Id, ct) ?? new(), done.Values);
        if (age is not { Ticks: > 0 }) return arms;
        var early = (await db.Query<EarlyRow>("Mail/Measuring/AtOneAge", ct, ("month", blast.Month), ("blast_id", blast.Id), ("within", within))).ToDictionary(r => r.Place);
        return arms.ToDictionary(a => a.Key, a => a.Key < 0 ? a.Value : early.GetValueOrDefault(a.Key, EarlyRow.Nothing).In(a.Value));
    }

    /// <summary>The versions of a mail that is leaving, with how many followed a link, left or complained, which is counted as it happens: cheap enough to be asked every minute.</summary>
    /// <returns>Null where nothing can be said of one beside another: they leave at different hours.</returns>
    public async Task<IReadOnlyList<ArmOutcome>?> Leaving(Blast blast, CancellationToken ct)
    {
        if (await Delays(blast, ct) is var delays && delays.Any(d => d > 0)) return null;
        var arms = await db.BlastArms.AsNoTracking().Where(a => a.BlastId == blast.Id).ToDictionaryAsync(a => a.Place, a => Of(a, Row.Nothing), ct);
        return [.. delays.Select((_, place) => Version(arms, blast, place))];
    }

    private static ArmOutcome Version(Dictionary<int, ArmOutcome> arms, Blast blast, int version)
    {
        if (blast.Wave == 0) return arms.GetValueOrDefault(version, ArmOutcome.Nobody);
        ArmOutcome[] waves = [.. Enumerable.Range(0, blast.Wave + 1).Select(wave => arms.GetValueOrDefault(BlastArm.At(wave, version), ArmOutcome.Nobody))];
        return ArmOutcome.Sum(waves) with { Waves = waves };
    }

    /// <summary>By version: how much later than the first it leaves, in minutes.</summary>
    private async Task<IReadOnlyList<int>> Delays(Blast blast, CancellationToken ct) =>
        [0, .. await db.BlastVersions.Where(v => v.BlastId == blast.Id && v.Language == BlastVersion.Own).OrderBy(v => v.Place).Select(v => v.DelayMinutes).ToListAsync(ct)];

    /// <summary>As <see cref="Outcomes.Age"/>: so much time has passed since the last of them left. One that was cancelled has versions that never left.</summary>
    private static TimeSpan? Age(Blast blast, IReadOnlyList<int> delays, DateTimeOffset now)
    {
        if (delays.All(d => d == 0)) return null;
        var age = blast is { State: not BlastState.Cancelled, EndedAt: { } ended } && now > ended ? now - ended : TimeSpan.Zero;
        return age < Window ? age : Window;
    }

    private static Outcomes Of(Blast blast, Dictionary<int, ArmOutcome> arms, IReadOnlyList<int> delays, DateTimeOffset since, DateTimeOffset at)
    {
        return new(ArmOutcome.Sum(arms.Where(a => a.Key != DrawLots.HeldOut).Select(a => a.Value)), [.. delays.Select((_, place) => Version(arms, blast, place))], arms.GetValueOrDefault(DrawLots.HeldOut, ArmOutcome.Nobody), since, Until(blast, since), at) { Age = Age(blast, delays, at), Delays = delays };
    }

    private async Task<long> Size(long blastId, CancellationToken ct) => await db.BlastArms.Where(a => a.BlastId == blastId).SumAsync(a => a.People, ct) is > 0 and var drawn ? drawn : await db.BlastTotals.Where(t => t.BlastId == blastId).SumAsync(t => t.Audience, ct);

    private static ArmOutcome Whole(BlastTotal total, IEnumerable<Row> done) => ArmOutcome.Sum(done.Select(r => Of(new BlastArm(), r))) with { People = total.Audience, Clicked = total.Clicked, Unsubscribed = total.Unsubscribed, Complained = total.Complained };

    private static ArmOutcome Of(BlastArm arm, Row done) => new(arm.People, done.Acted, done.Came, done.Signatures, done.SignedUp, done.Gave, done.Cents, done.Squares, done.Linked, done.LinkedCents, done.LinkedSignatures, done.LinkedSignedUp, arm.Clicked, arm.Unsubscribed, arm.Complained) { LinkedGave = done.LinkedGave, LinkedSquares = done.LinkedSquares };

    private sealed record Row(int Place, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares, long Linked, long LinkedCents, long LinkedSignatures, long LinkedSignedUp, long LinkedGave, double LinkedSquares)
    {
        public static readonly Row Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private sealed record EarlyRow(int Place, long Clicked, long Unsubscribed, long Complained)
    {
        public static readonly EarlyRow Nothing = new(0, 0, 0, 0);

        public ArmOutcome In(ArmOutcome all) => all with { Clicked = Clicked, Unsubscribed = Unsubscribed, Complained = Complained };
    }
}
