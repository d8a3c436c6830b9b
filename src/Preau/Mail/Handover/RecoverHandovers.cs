using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Preau.Nations;

namespace Preau.Mail;

/// <summary>
/// Finds what processes that are gone had in hand. Where their journal is here it tells what left and what did not; where it is on another machine, or
/// nowhere, everything they had in hand counts as unknown after a long wait. What may have left is never sent again.
/// </summary>
public sealed class RecoverHandovers(IServiceScopeFactory scopes, NationDirectory nations, Store store, IOptions<MailOptions> options, TimeProvider clock, ILogger<RecoverHandovers> logger)
{
    private const int RowsAtOnce = 500;

    public async Task Run(CancellationToken ct)
    {
        foreach (var journal in HandoverJournal.Dead(store.Options.Data))
        {
            // What could not be written down is looked at again with the next look.
            if (await Each(d => d.Holder == journal.Holder && (d.State == DeliveryState.Leased || d.State == DeliveryState.Unknown), journal.Holder, row => EndOf(row, journal), ct)) journal.Remove();
        }

        var lost = clock.GetUtcNow() - options.Value.LostAfter;
        await Each(d => d.State == DeliveryState.Leased && d.NextAt < lost, null, _ => new HandoverEnd.Unknown("The process that sent it was not heard of again."), ct);
    }

    /// <summary>Null where nothing new is known.</summary>
    private static HandoverEnd? EndOf(MailDelivery row, DeadJournal journal)
    {
        var isKnown = journal.Notes.TryGetValue(new HandoverKey(row.NationId.Value, row.Month, row.BlastId, row.PersonId, row.Attempts), out var note);
        if (isKnown && note == HandoverNote.Sent) return new HandoverEnd.Sent();
        if (row.State == DeliveryState.Unknown) return null;
        if (isKnown) return note == HandoverNote.NotSent ? new HandoverEnd.Returned() : new HandoverEnd.Unknown("The program ended while it was handed over.");
        return journal.IsWhole ? new HandoverEnd.Returned() : new HandoverEnd.Unknown("The machine stopped while it was in hand.");
    }

    /// <returns>Whether all of it is written down: what is wrong with one blast holds up no other.</returns>
    private async Task<bool> Each(System.Linq.Expressions.Expression<Func<MailDelivery, bool>> which, string? holder, Func<MailDelivery, HandoverEnd?> end, CancellationToken ct)
    {
        var isWhole = true;
        foreach (var nation in await nations.All(ct))
        {
            await using var scope = scopes.Enter(nation);
            var db = scope.ServiceProvider.GetRequiredService<Database>();
            foreach (var blast in await db.Blasts.AsNoTracking().Where(b => b.Month != null && (holder != null || b.EndedAt == null)).ToListAsync(ct))
            {
                try
                {
                    await One(scope.ServiceProvider.GetRequiredService<RecordHandovers>(), db, blast, which, holder, end, ct);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    logger.HandoversNotRecovered(problem, blast.Id);
                    isWhole = false;
                }
            }
        }

        return isWhole;
    }

    private async Task One(RecordHandovers record, Database db, Blast blast, System.Linq.Expressions.Expression<Func<MailDelivery, bool>> which, string? holder, Func<MailDelivery, HandoverEnd?> end, CancellationToken ct)
    {
        var rows = await db.MailDeliveries.AsNoTracking().Where(d => d.Month == blast.Month && d.BlastId == blast.Id).Where(which).ToListAsync(ct);
        foreach (var part in rows.Select(r => (Row: r, End: end(r))).Where(r => r.End is not null).GroupBy(r => holder ?? r.Row.Holder ?? "", StringComparer.Ordinal).SelectMany(g => g.Chunk(RowsAtOnce).Select(c => (Holder: g.Key, Rows: c))))
        {
            await record.Run(blast, part.Holder, [.. part.Rows.Select(r => new HandoverResult(r.Row.PersonId, r.End!, r.Row.Address))], ct);
            logger.HandoversRecovered(blast.Id, part.Rows.Length, part.Rows.Count(r => r.End is HandoverEnd.Unknown));
        }

        if (rows.Count > 0 && blast is { State: BlastState.Cancelled, EndedAt: null }) await CancelBlast.SweepAlone(db, blast.Id, clock.GetUtcNow(), ct);
    }
}
