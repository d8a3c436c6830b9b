using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

public static class ComparedBlasts
{
    /// <summary>What takes the whole audience to count is counted while somebody waits for it of so many people; of more it is kept, and counted again from time to time.</summary>
    public const int CountedAtOnce = 50_000;

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Blasts that have groups to compare, a hold-out or versions drawn by lot, of which it is still known who got them.</summary>
    public static IQueryable<Blast> Compared(this Database db) => db.Blasts.AsNoTracking().Where(b => b.ForgottenAt == null && (b.HeldOutShare > 0 || db.BlastVersions.Any(v => v.BlastId == b.Id && v.Language == BlastVersion.Own)));

    /// <summary>All that is for many and of which it is still known who got it: what their people did after following a link can be counted, whether anything is compared or not. What answers one person is none of it.</summary>
    public static IQueryable<Blast> Measured(this Database db) => db.Blasts.AsNoTracking().Where(b => b.ForgottenAt == null && !b.IsAnswer);

    /// <summary>Those of them that are of the last year: later, nothing is counted again by itself.</summary>
    public static IQueryable<Blast> Recent(this IQueryable<Blast> blasts, DateTimeOffset now)
    {
        var earliest = now - Year;
        return blasts.Where(b => b.FrozenAt > earliest);
    }

    /// <summary>Those with so large an audience that nobody waits for what it did to be counted.</summary>
    public static IQueryable<Blast> Large(this Database db, DateTimeOffset now) => db.Compared().Recent(now).Where(b => db.BlastArms.Where(a => a.BlastId == b.Id).Sum(a => a.People) > CountedAtOnce);
}
