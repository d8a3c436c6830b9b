using Microsoft.EntityFrameworkCore;
using Preau.Jobs;
using Preau.Texting.Peers;

namespace Preau.Texting;

public sealed record SettleTexts : IJob;

/// <summary>Texts that began to leave and came to no end: whoever sent them died, and nobody knows whether they left. They are listed so, and never sent again.</summary>
public sealed class SettleTextsHandler(Database db, MoveContact contacts, TimeProvider clock, ILogger<SettleTextsHandler> logger) : IHandle<SettleTexts>
{
    /// <summary>Longer than a gateway may take to answer.</summary>
    public static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(2);

    private const int AtOnce = 500;

    public async Task Run(SettleTexts job, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - EndWithin;
        foreach (var text in await db.TextMessages.Where(t => t.State == TextState.Leaving && t.StartedAt < before).OrderBy(t => t.StartedAt).Take(AtOnce).ToListAsync(ct))
        {
            (text.State, text.EndedAt) = (TextState.Unknown, clock.GetUtcNow());
            logger.TextUnknown(text.Id);
        }

        await db.SaveChangesAsync(ct);
        await Forsaken(ct);
    }

    /// <summary>The gateway did not take it, and nobody has tried it again for as long as that makes sense: its job was given up.</summary>
    private async Task Forsaken(CancellationToken ct)
    {
        var (now, before) = (clock.GetUtcNow(), clock.GetUtcNow() - SendTextHandler.Patience);
        foreach (var text in await db.TextMessages.AsNoTracking().Where(t => t.State == TextState.Waiting && t.StartedAt < before).OrderBy(t => t.StartedAt).Take(AtOnce).ToListAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var isMine = await db.TextMessages.Where(t => t.Id == text.Id && t.State == TextState.Waiting && t.StartedAt < before).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TextState.Refused).SetProperty(t => t.Reason, TextWords.Away).SetProperty(t => t.EndedAt, now), ct) == 1;
            if (isMine)
            {
                await contacts.Ended(text, TextState.Refused, TextWords.Away, now, ct);
                db.Trail.Record("text_message.changed", text.PersonId is { } person ? [person] : [], EnumText<TextState>.Of(TextState.Refused), text.Id);
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }
}
