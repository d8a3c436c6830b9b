using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Pacing;

/// <summary>What a warm-up leaves for today.</summary>
public sealed class DailyQuota(Database db, NationSettings settings, CurrentNation nation, TimeProvider clock)
{
    /// <returns>How many mails to many may still leave today; null where no warm-up holds them back.</returns>
    public async Task<long?> Left(Blast blast, CancellationToken ct)
    {
        if (await Most(blast, ct) is not { } most) return null;
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        return Math.Max(0, most - await db.MailDays.Where(d => d.Day == today).SumAsync(d => d.Sent, ct));
    }

    /// <summary>Where mails leave from another domain than the warm-up is for, it begins anew for that one, with the first of them.</summary>
    /// <returns>How many may leave today in all; null where no warm-up holds them back.</returns>
    public async Task<int?> Most(Blast blast, CancellationToken ct)
    {
        if (blast.IsText || await settings.Get<PaceSettings>(ct) is not { WarmUp: { } kept } pace) return null;
        var today = nation.Facts.DayOf(clock.GetUtcNow());
        var warm = kept.For((await settings.Get<MailSettings>(ct)).SenderDomain, today);
        if (warm != kept)
        {
            pace.WarmUp = warm;
            await settings.Set(pace, ct);
            await db.SaveChangesAsync(ct);
        }

        return warm.On(today);
    }
}
