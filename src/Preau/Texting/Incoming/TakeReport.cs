using Microsoft.EntityFrameworkCore;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>What became of a text that was handed over. It may be told twice, late and in any order: what arrived has arrived, and an older word does not take that back.</summary>
public sealed class TakeReport(Database db, MoveContact contacts, TimeProvider clock)
{
    /// <param name="textId">Our own number of it.</param>
    /// <param name="report">What the network says.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(long textId, SmsReport report, CancellationToken ct)
    {
        if (report != SmsReport.NotDelivered && await Denied(textId, report == SmsReport.Delivered ? TextState.Delivered : TextState.HandedOver, ct)) return;
        if (await db.TextMessages.SingleOrDefaultAsync(t => t.Id == textId && !t.IsIncoming, ct) is not { } text) return;
        TextState? next = (report, text.State) switch
        {
            (_, TextState.Delivered or TextState.Waiting) => null,
            (SmsReport.Delivered, _) => TextState.Delivered,
            (SmsReport.NotDelivered, _) => TextState.Refused,
            (SmsReport.OnItsWay, TextState.Leaving or TextState.Unknown) => TextState.HandedOver,
            _ => null,
        };
        if (next is not { } state || state == text.State) return;
        (text.State, text.Reason, text.EndedAt) = (state, state == TextState.Refused ? TextWords.Undelivered : null, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await contacts.Ended(text, state, text.Reason, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>It waits to be handed over again, because somebody on the way denied what the gateway took: it has it, or it arrived, and leaves no second time unless that begins at this moment.</summary>
    private async Task<bool> Denied(long textId, TextState state, CancellationToken ct)
    {
        var denied = db.TextMessages.Where(t => t.Id == textId && !t.IsIncoming && t.State == TextState.Waiting && t.StartedAt != null);
        if (await denied.AsNoTracking().SingleOrDefaultAsync(ct) is not { } text) return false;
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await denied.ExecuteUpdateAsync(s => s.SetProperty(t => t.State, state).SetProperty(t => t.Answer, (string?)null).SetProperty(t => t.EndedAt, now), ct) == 0) return false;
        await contacts.Ended(text, state, null, now, ct);
        db.Trail.Record("text_message.changed", text.PersonId is { } person ? [person] : [], EnumText<TextState>.Of(state), text.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
