using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Law;
using Preau.Nations;
using Preau.Texting.Peers;

namespace Preau.Texting;

public sealed record SendText(long TextId) : IJob;

/// <summary>
/// Hands one text over, once. That it begins is written down before the gateway is asked, and how it ended after; a beginning without an end is <see cref="SettleTexts"/>'s.
/// </summary>
public sealed class SendTextHandler(
    Database db, NationSettings settings, CurrentNation nation, TextGateways gateways, TextPaces paces, LastTextCheck check, MoveContact contacts, StopNumber stop, TimeProvider clock, ILogger<SendTextHandler> logger) : IHandle<SendText>
{
    /// <summary>How long a gateway that takes nothing is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    // Many a «not now» is over in a moment. Four times the last gap, so that the ten tries of a job outlast the patience.
    private const int Growth = 4;
    private static readonly TimeSpan FirstGap = TimeSpan.FromSeconds(10), LongestGap = TimeSpan.FromMinutes(10);

    public async Task Run(SendText job, CancellationToken ct)
    {
        if (await db.TextMessages.AsNoTracking().SingleOrDefaultAsync(t => t.Id == job.TextId && !t.IsIncoming, ct) is not { } text) return;
        if (text.State != TextState.Waiting) return;
        if (await gateways.Current(ct) is not { } gateway)
        {
            await Postpone(text, TextState.Waiting, "", ct);
            return;
        }

        // Whether it may leave is asked when its turn has come, however long that takes.
        await paces.Of(await settings.Get<TextSettings>(ct), nation.Id).Turn();
        if (await check.WhyNot(text, ct) is { } why) await End(text, TextState.Waiting, TextState.Refused, why, null, null);
        else await Send(gateway, text, ct);
    }

    private async Task Send(ISmsGateway gateway, TextMessage text, CancellationToken ct)
    {
        var writtenTo = await db.Conversations.Where(c => c.Id == text.ConversationId).Select(c => c.OurNumber).SingleOrDefaultAsync(ct);
        if (!await Begin(text, ct)) return;
        // From here on it may be on its way: what became of it is waited for and written down, even while the program ends.
        switch (await gateway.Send(new OutgoingSms(text.Id.ToString(CultureInfo.InvariantCulture), text.NumberKey, text.Text, writtenTo), CancellationToken.None))
        {
            case SmsOutcome.Accepted accepted:
                await End(text, TextState.Leaving, TextState.HandedOver, null, null, accepted.GatewayId);
                break;
            case SmsOutcome.Refused { HasStopped: true } refused:
                await End(text, TextState.Leaving, TextState.Refused, TextWords.Stopped, refused.Answer, null);
                break;
            case SmsOutcome.Refused { IsForGood: true } refused:
                await End(text, TextState.Leaving, TextState.Refused, refused.IsAway ? TextWords.Away : TextWords.Gateway, refused.Answer, null);
                break;
            case SmsOutcome.Refused refused:
                await Postpone(text, TextState.Leaving, refused.Answer, ct);
                break;
            case SmsOutcome.Unknown unknown:
                logger.TextUnknown(text.Id);
                await End(text, TextState.Leaving, TextState.Unknown, null, unknown.Answer, null);
                break;
        }
    }

    private async Task<bool> Begin(TextMessage text, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.TextMessages.Where(t => t.Id == text.Id && t.State == TextState.Waiting).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TextState.Leaving).SetProperty(t => t.StartedAt, now), ct) != 1) return false;
        db.Add(LawDecision.Of("text", text.Id, await check.Law(text.PersonId, text.IsConfirmation, ct), now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Nothing of it left: it waits, as long as it makes sense.</summary>
    private async Task Postpone(TextMessage text, TextState from, string answer, CancellationToken ct)
    {
        if (clock.GetUtcNow() - text.At > Patience)
        {
            await End(text, from, TextState.Refused, TextWords.Away, answer, null);
            return;
        }

        await db.TextMessages.Where(t => t.Id == text.Id && t.State == from).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TextState.Waiting).SetProperty(t => t.Answer, answer), CancellationToken.None);
        ct.ThrowIfCancellationRequested();
        throw new TryLater("The gateway for texts takes nothing now.", GapAfter(text.StartedAt, from));
    }

    /// <param name="before">When it was tried the time before this one; null for the first.</param>
    /// <param name="from">Where there is no gateway to be tried, it is not asked for every few seconds.</param>
    private TimeSpan GapAfter(DateTimeOffset? before, TextState from) => from == TextState.Waiting ? LongestGap
        : before is { } last ? TimeSpan.FromTicks(Math.Clamp((clock.GetUtcNow() - last).Ticks * Growth, FirstGap.Ticks, LongestGap.Ticks)) : FirstGap;

    /// <summary>A report may have come before the gateway's answer: it stands.</summary>
    private async Task End(TextMessage text, TextState from, TextState to, string? reason, string? answer, string? gatewayId)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        // An answer that came after somebody gave up on it is still the truth.
        var moved = await db.TextMessages.Where(t => t.Id == text.Id && (t.State == from || (from == TextState.Leaving && t.State == TextState.Unknown)))
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.State, to).SetProperty(t => t.Reason, reason).SetProperty(t => t.Answer, answer).SetProperty(t => t.EndedAt, now), CancellationToken.None);
        if (gatewayId is not null) await db.TextMessages.Where(t => t.Id == text.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.GatewayId, gatewayId), CancellationToken.None);
        if (moved > 0) await contacts.Ended(text, to, reason, now, CancellationToken.None);
        // What the gateway says of a number that we hold for open.
        if (answer is not null && reason == TextWords.Stopped) await stop.Told(text.NumberKey, CancellationToken.None);
        db.Trail.Record("text_message.changed", text.PersonId is { } person ? [person] : [], EnumText<TextState>.Of(to), text.Id);
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}

public static partial class TextLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Text {TextId} may have left or not: it is not sent again")]
    public static partial void TextUnknown(this ILogger logger, long textId);
}
