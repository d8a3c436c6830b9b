namespace Preau.Mail.Measuring;

/// <summary>What the people of a mail did in the week after its audience was fixed, whether they got it or not.</summary>
public sealed class ReadOutcomes(Database db, CurrentNation nation)
{
    /// <summary>Later nobody can tell any more what a mail had to do with it.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <returns>Null while there is no audience.</returns>
    public async Task<Outcomes?> Run(Blast blast, CancellationToken ct)
    {
        if (blast is not { FrozenAt: { } since, Month: { } month }) return null;
        var until = since + Window;
        var rows = await db.Query<Row>("Mail/Measuring/Outcomes", ct, ("month", month), ("blast_id", blast.Id), ("since", since), ("until", until), ("currency", nation.Facts.Currency));
        Outcome Of(int heldOut) => rows.Find(r => r.HeldOut == heldOut) is { } row ? new(row.People, row.Acted, row.Signed, row.SignedUp, row.Gave, row.Cents, row.Squares) : Outcome.Nobody;
        return new(Of(0), Of(1), since, until);
    }

    private sealed record Row(int HeldOut, long People, long Acted, long Signed, long SignedUp, long Gave, long Cents, double Squares);
}
