using Microsoft.EntityFrameworkCore;
using Preau.Texting.Peers;

namespace Preau.Texting;

/// <summary>What became of a text that was handed over. It may be told twice, late and in any order: what arrived has arrived, and an older word does not take that back.</summary>
public sealed class TakeReport(Database db, MoveContact contacts, TimeProvider clock)
{
    public const int Delivered = 1, NotDelivered = 2, NotTaken = 16;
    private const int Queued = 4, WithNetwork = 8;

    /// <param name="textId">Our own number of it.</param>
    /// <param name="status">As Kannel counts them.</param>
    /// <param name="ct">Gives up.</param>
    public async Task Run(long textId, int status, CancellationToken ct)
    {
        if (await db.TextMessages.SingleOrDefaultAsync(t => t.Id == textId && !t.IsIncoming, ct) is not { } text) return;
        TextState? next = (status, text.State) switch
        {
            (_, TextState.Delivered or TextState.Waiting) => null,
            (Delivered, _) => TextState.Delivered,
            (NotDelivered or NotTaken, _) => TextState.Refused,
            (Queued or WithNetwork, TextState.Leaving or TextState.Unknown) => TextState.HandedOver,
            _ => null,
        };
        if (next is not { } state || state == text.State) return;
        (text.State, text.Reason, text.EndedAt) = (state, state == TextState.Refused ? TextWords.Undelivered : null, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await contacts.Ended(text, state, text.Reason, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
