using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Nations;
using Preau.Settings;

namespace Preau.Mail.Pacing;

/// <summary>What a warm-up leaves for today.</summary>
public sealed class DailyQuota(Database db, NationSettings settings, CurrentNation nation, TimeProvider clock)
{
    /// <summary>What is said of a mail that waits for tomorrow, by plan: a sentence of ours that the screen shows in its reader's language.</summary>
    public const string Rests = "Today’s mails of the warm-up have left. It goes on by itself tomorrow.";

    private DateOnly Today => nation.Facts.DayOf(clock.GetUtcNow());

    /// <returns>Whether a warm-up has had its day: all that may leave today has left.</returns>
    public async Task<bool> IsUsedUp(Blast blast, CancellationToken ct) => await Of(blast, ct) is { } warm && await Left(warm, ct) == 0;

    /// <summary>In the transaction that takes mails in hand: nobody else does so until it ends, and what others have in hand counts as if it had left, for it may.</summary>
    /// <returns>How many mails to many may still be taken in hand today; null where no warm-up holds them back.</returns>
    public async Task<long?> Hold(Blast blast, CancellationToken ct)
    {
        if (await Of(blast, ct) is not { } warm || warm.On(Today) is null) return null;
        await db.Execute("Mail/Pacing/HoldQuota", ct);
        // First what is in hand, then what has left: what leaves in between counts twice rather than not at all.
        var inHand = await (
            from own in db.Blasts
            from delivery in db.MailDeliveries
            where (own.State == BlastState.Sending || own.State == BlastState.Paused || own.State == BlastState.Cancelled) && own.EndedAt == null && own.Channel == Channel.Email
            where delivery.Month == own.Month && delivery.BlastId == own.Id && delivery.State == DeliveryState.Leased
            select delivery.PersonId).LongCountAsync(ct);
        return await Left(warm, ct) is { } left ? Math.Max(0, left - inHand) : null;
    }

    /// <returns>Whether a warm-up holds mails back today.</returns>
    public async Task<bool> IsOn(Blast blast, CancellationToken ct) => (await Of(blast, ct))?.On(Today) is not null;

    /// <summary>The warm-up as it is for the domain that mails leave from now. Where that is another one than before, it begins anew today, and what has left already is none of its mails.</summary>
    public async Task<WarmUp?> Of(PaceSettings pace, CancellationToken ct)
    {
        if (pace.WarmUp is not { } kept) return null;
        var warm = kept.For((await settings.Get<MailSettings>(ct)).SenderDomain, Today);
        return kept.Domain is null || warm.Domain == kept.Domain ? warm : warm with { SentBefore = await Sent(ct) };
    }

    private async Task<WarmUp?> Of(Blast blast, CancellationToken ct)
    {
        if (blast.IsText || await settings.Get<PaceSettings>(ct) is not { WarmUp: { } kept } pace) return null;
        var warm = await Of(pace, ct);
        if (warm == kept) return kept;
        pace.WarmUp = warm;
        await settings.Set(pace, ct);
        await db.SaveChangesAsync(ct);
        return warm;
    }

    private async Task<long?> Left(WarmUp warm, CancellationToken ct) => warm.On(Today) is { } most ? Math.Max(0, most - warm.SentOn(Today, await Sent(ct))) : null;

    // A row for each provider.
    private Task<long> Sent(CancellationToken ct)
    {
        var today = Today;
        return db.MailDays.Where(d => d.Day == today).SumAsync(d => d.Sent, ct);
    }
}
