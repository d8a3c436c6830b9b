using Microsoft.EntityFrameworkCore;

namespace Preau.Mail.Measuring;

public static class ComparedBlasts
{
    /// <summary>Blasts that have groups to compare, a hold-out or versions drawn by lot, of which it is still known who got them.</summary>
    public static IQueryable<Blast> Compared(this Database db) => db.Blasts.AsNoTracking().Where(b => b.ForgottenAt == null && (b.HeldOutShare > 0 || db.BlastVersions.Any(v => v.BlastId == b.Id && v.Language == null)));
}
