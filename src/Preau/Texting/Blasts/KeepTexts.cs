using Microsoft.EntityFrameworkCore;
using Preau.Liquid;
using Preau.Mail;
using Preau.Mail.Measuring;
using Preau.People;

namespace Preau.Texting;

/// <summary>
/// Each text of a blast that left, or may have, stands in its conversation and on the record of its person, too: written in the transaction that moves its delivery.
/// Of one that a process which is gone handed over, the text is written out again as it was.
/// </summary>
public sealed class KeepTexts(Database db, CompileText compile, VersionsOf versions, PersonDrops drops, MailLinks links, StopNumber stop, TimeProvider clock) : IBlastRecord
{
    public async Task Run(Blast blast, IReadOnlyCollection<HandoverResult> results, CancellationToken ct)
    {
        var ended = results.Where(r => r.End is HandoverEnd.Sent or HandoverEnd.Unknown or HandoverEnd.Refused).DistinctBy(r => r.PersonId).ToDictionary(r => r.PersonId);
        if (ended.Count == 0) return;
        var ids = ended.Keys.ToArray();
        var rows = await db.MailDeliveries.AsNoTracking()
            .Where(d => d.Month == blast.Month && d.BlastId == blast.Id && ids.Contains(d.PersonId) && (d.State == DeliveryState.Sent || d.State == DeliveryState.Unknown || d.State == DeliveryState.Refused)).ToListAsync(ct);
        var texts = await db.TextMessages.Where(t => t.BlastId == blast.Id && t.PersonId != null && ids.Contains(t.PersonId.Value)).ToListAsync(ct);
        // Of two that were merged there may be two, each to a number of its own.
        var known = texts.ToLookup(t => (t.PersonId ?? 0, t.NumberKey));
        var lost = rows.Where(r => !known.Contains((r.PersonId, r.Address)) && ended[r.PersonId].Receipt is null).ToList();
        var again = lost.Count == 0 ? [] : await Again(blast, lost, ct);
        var now = clock.GetUtcNow();
        var conversations = await Conversations(rows, ct);
        foreach (var row in rows)
        {
            var state = StateOf(row);
            if (known.Contains((row.PersonId, row.Address)))
            {
                // What was unknown and is known after all.
                foreach (var text in known[(row.PersonId, row.Address)].Where(t => t.State == TextState.Unknown)) text.State = state;
                continue;
            }

            var result = ended[row.PersonId];
            if ((result.Receipt?.Text ?? again.GetValueOrDefault(row.PersonId)) is not { } words) continue;
            var conversation = conversations[row.Address];
            conversation.PersonId = row.PersonId;
            db.Add(new TextMessage
            {
                ConversationId = conversation.Id, PersonId = row.PersonId, NumberKey = row.Address, Text = words, State = state, BlastId = blast.Id, GatewayId = result.Receipt?.Number, IsSigned = true, AuthorId = blast.AuthorId,
                Reason = state == TextState.Refused ? TextWords.Gateway : null, Answer = state == TextState.Refused ? row.Answer : null, At = now, StartedAt = now, EndedAt = now,
            });
        }

        // The blast's own line of the trail names them all.
        using (db.Trail.Pause()) await db.SaveChangesAsync(ct);
        foreach (var stopped in ended.Values.Where(r => r.Receipt is { HasStopped: true })) await stop.Told(stopped.Address, ct);
    }

    private static TextState StateOf(MailDelivery row) => row.State switch
    {
        _ when row.DeliveredAt is not null => TextState.Delivered,
        DeliveryState.Unknown => TextState.Unknown,
        DeliveryState.Refused => TextState.Refused,
        _ => TextState.HandedOver,
    };

    private async Task<Dictionary<string, Conversation>> Conversations(List<MailDelivery> rows, CancellationToken ct)
    {
        var keys = rows.Select(r => r.Address).Distinct(StringComparer.Ordinal).ToArray();
        var found = await db.Conversations.Where(c => keys.Contains(c.NumberKey)).ToDictionaryAsync(c => c.NumberKey, StringComparer.Ordinal, ct);
        foreach (var key in keys.Where(k => !found.ContainsKey(k)))
        {
            found[key] = new Conversation { NumberKey = key, LastAt = Conversation.Never };
            db.Add(found[key]);
        }

        return found;
    }

    private async Task<Dictionary<long, string>> Again(Blast blast, List<MailDelivery> rows, CancellationToken ct)
    {
        var signer = await links.Prepare(ct);
        var people = await drops.Of([.. rows.Select(r => r.PersonId)], ct);
        var written = await versions.Run(blast, ct);
        var texts = new Dictionary<long, string>();
        foreach (var group in rows.GroupBy(r => written.Of(r.Version, r.Language)))
        {
            var text = written.Written[group.Key];
            if ((await compile.Run(text, ct)).Template is not { } template) continue;
            var linkIds = (await links.Of(text, template.Links, ct)).Select(l => l.Id).ToList();
            foreach (var row in group.Where(r => people.ContainsKey(r.PersonId)))
            {
                try
                {
                    texts[row.PersonId] = await template.Fill(people[row.PersonId], n => n < linkIds.Count ? signer.Brief(linkIds[n], row.PersonId) : null);
                }
                catch (LiquidStopped)
                {
                    // It left all the same; what it said cannot be told any more.
                }
            }
        }

        return texts;
    }
}
