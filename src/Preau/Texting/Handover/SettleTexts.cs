using Microsoft.EntityFrameworkCore;
using Preau.Jobs;

namespace Preau.Texting;

public sealed record SettleTexts : IJob;

/// <summary>Texts that began to leave and came to no end: whoever sent them died, and nobody knows whether they left. They are listed so, and never sent again.</summary>
public sealed class SettleTextsHandler(Database db, TimeProvider clock, ILogger<SettleTextsHandler> logger) : IHandle<SettleTexts>
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
    }
}
