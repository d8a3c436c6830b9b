using Microsoft.EntityFrameworkCore;
using Preau.Nations;

namespace Preau.Mail.Pacing;

/// <summary>What a warm-up leaves for today.</summary>
public sealed class DailyQuota(Database db, NationSettings settings, CurrentNation nation, TimeProvider clock)
{
    /// <returns>How many mails to many may still leave today; null where no warm-up holds them back.</returns>
    public async Task<long?> Left(Blast blast, CancellationToken ct)
    {
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        if (blast.IsText || (await settings.Get<PaceSettings>(ct)).WarmUp?.On(today) is not { } most) return null;
        return Math.Max(0, most - await db.MailDays.Where(d => d.Day == today).SumAsync(d => d.Sent, ct));
    }
}
