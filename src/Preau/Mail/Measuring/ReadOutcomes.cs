using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

/// <summary>What the people of a mail did in the week after its audience was fixed and the law let it leave, whether they got it or not.</summary>
public sealed class ReadOutcomes(Database db, BlastLaw law, CurrentNation nation)
{
    /// <summary>Later nobody can tell any more what a mail had to do with it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Run(Blast blast, CancellationToken ct)
    {
        if (blast is not { FrozenAt: { } frozen, Month: { } month }) return null;
        var since = await law.Opens(blast, frozen, ct) ?? frozen;
        var until = since + Window;
        var rows = await db.Query<Row>("Mail/Measuring/Outcomes", ct, ("month", month), ("blast_id", blast.Id), ("since", since), ("until", until), ("currency", nation.Facts.Currency));
        ArmOutcome Of(IEnumerable<Row> some) => some.Aggregate(ArmOutcome.Nobody, (all, r) => all + new ArmOutcome(r.People, r.Acted, r.Signatures, r.SignedUp, r.Gave, r.Cents, r.Squares, r.Linked, r.LinkedCents, r.Clicked, r.Unsubscribed));
        var others = await db.BlastVersions.CountAsync(v => v.BlastId == blast.Id && v.Language == null, ct);
        return new(Of(rows.Where(r => r.HeldOut == 0)), [.. Enumerable.Range(0, others + 1).Select(place => Of(rows.Where(r => r is { HeldOut: 0, Rest: 0 } && r.Version == place)))], Of(rows.Where(r => r.HeldOut == 1)), since, until);
    }

    private sealed record Row(
        int HeldOut, int Rest, int Version, long People, long Acted, long Signatures, long SignedUp, long Gave, long Cents, double Squares, long Linked, long LinkedCents, long Clicked, long Unsubscribed);
}
