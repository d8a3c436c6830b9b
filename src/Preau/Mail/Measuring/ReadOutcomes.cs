using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>What the people of a mail did in the week after its audience was fixed and the law let it leave, whether they got it or not.</summary>
public sealed class ReadOutcomes(Database db, BlastLaw law, CurrentNation nation)
{
    /// <summary>Later nobody can tell any more what a mail had to do with it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>When the audience was fixed and the law let it leave.</summary>
    /// <returns>Null while there is no audience.</returns>
    public async Task<DateTimeOffset?> Since(Blast blast, CancellationToken ct) => blast.FrozenAt is { } frozen ? await law.Opens(blast, frozen, ct) ?? frozen : null;

    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Run(Blast blast, CancellationToken ct)
    {
        if (blast.Month is not { } month || await Since(blast, ct) is not { } since) return null;
        var until = since + Window;
        var done = (await db.Query<Row>("Mail/Measuring/Outcomes", ct, ("month", month), ("blast_id", blast.Id), ("since", since), ("until", until), ("currency", nation.Facts.Currency))).ToDictionary(r => r.Place);
        var arms = (await db.BlastArms.AsNoTracking().Where(a => a.BlastId == blast.Id).ToListAsync(ct)).ToDictionary(a => a.Place, a => Of(a, done.GetValueOrDefault(a.Place, Row.Nothing)));
        var others = await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == null, ct);
        ArmOutcome At(int place) => arms.GetValueOrDefault(place, ArmOutcome.Nobody);
        return new(arms.Where(a => a.Key != DrawLots.HeldOut).Aggregate(ArmOutcome.Nobody, (all, a) => all + a.Value), [.. Enumerable.Range(0, others + 1).Select(At)], At(DrawLots.HeldOut), since, until);
    }

    private static ArmOutcome Of(BlastArm arm, Row done) => new(arm.People, done.Acted, done.Came, done.Signatures, done.SignedUp, done.Gave, done.Cents, done.Squares, done.Linked, done.LinkedCents, arm.Clicked, arm.Unsubscribed);

    private sealed record Row(int Place, long Acted, long Came, long Signatures, long SignedUp, long Gave, long Cents, double Squares, long Linked, long LinkedCents)
    {
        public static readonly Row Nothing = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
