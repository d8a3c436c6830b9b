using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

public static class ComparedBlasts
{
    /// <summary>What takes the whole audience to count is counted while somebody waits for it of so many people; of more it is kept, and counted again from time to time.</summary>
    public const int CountedAtOnce = 50_000;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Blasts that have groups to compare, a hold-out or versions drawn by lot, of which it is still known who got them.</summary>
    public static IQueryable<Blast> Compared(this Database db) => db.Blasts.AsNoTracking().Where(b => b.ForgottenAt == null && (b.HeldOutShare > 0 || db.BlastVersions.Any(v => v.BlastId == b.Id && v.Language == null)));

    /// <summary>Those of the last year with so large an audience that what it did is kept; what was kept once goes on being counted, though people were erased since.</summary>
    public static IQueryable<Blast> Large(this Database db, DateTimeOffset now)
    {
        var earliest = now - Year;
        return db.Compared().Where(b => b.FrozenAt > earliest && (db.BlastArms.Where(a => a.BlastId == b.Id).Sum(a => a.People) > CountedAtOnce || db.BlastOutcomes.Any(o => o.BlastId == b.Id)));
    }
}
