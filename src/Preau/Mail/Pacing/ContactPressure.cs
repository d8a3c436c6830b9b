using Microsoft.EntityFrameworkCore;
using Preau.Nations;
using Preau.Texting;

namespace Preau.Mail.Pacing;

/// <summary>
/// How many messages to many one person gets, by whatever channel, and first texts that volunteers send them: the settings say how many within how many days. Answers to what they did do not count, and are not held back; nor is what
/// goes before all others.
/// </summary>
public sealed class ContactPressure(Database db, NationSettings settings, TimeProvider clock)
{
    /// <summary>Why a delivery was skipped.</summary>
    public const string Reason = "pressure";

    /// <returns>Null where nothing is held back.</returns>
    public async Task<PressureLimit?> Of(Blast blast, CancellationToken ct) =>
        blast.IsAnswer || blast.Priority == BlastPriority.High ? null : await Limit(ct);

    /// <summary>Of these people, those who have had their share without this blast.</summary>
    public async Task<IReadOnlySet<long>> Over(Blast blast, long[] personIds, CancellationToken ct) => await Over(await Of(blast, ct), blast.Id, personIds, ct);

    /// <summary>Whether somebody has had their share before a first text by a volunteer.</summary>
    public async Task<bool> IsOver(long personId, CancellationToken ct) => (await Over(await Limit(ct), blastId: null, [personId], ct)).Count > 0;

    private async Task<PressureLimit?> Limit(CancellationToken ct) =>
        await settings.Get<PaceSettings>(ct) is { MostMessages: { } most, Days: var days } ? new(most, clock.GetUtcNow() - TimeSpan.FromDays(days)) : null;

    private async Task<IReadOnlySet<long>> Over(PressureLimit? limit, long? blastId, long[] personIds, CancellationToken ct)
    {
        if (limit is null) return new HashSet<long>();
        var had = await db.MailDeliveries.Where(d => EF.Parameter(personIds).Contains(d.PersonId) && d.At > limit.Since && (d.State == DeliveryState.Sent || d.State == DeliveryState.Unknown) && d.BlastId != blastId && !db.Blasts.Any(b => b.Id == d.BlastId && b.IsAnswer))
            .GroupBy(d => d.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var firsts = await db.TextMessages.Where(t => t.PersonId != null && EF.Parameter(personIds).Contains(t.PersonId.Value) && t.At > limit.Since && t.IsOpening && (t.State == TextState.HandedOver || t.State == TextState.Delivered || t.State == TextState.Unknown))
            .GroupBy(t => t.PersonId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        foreach (var first in firsts) had[first.Key] = had.GetValueOrDefault(first.Key) + first.Count;
        return had.Where(h => h.Value >= limit.Most).Select(h => h.Key).ToHashSet();
    }
}

/// <param name="Most">So many messages, and no more.</param>
/// <param name="Since">Those from then on count.</param>
public sealed record PressureLimit(int Most, DateTimeOffset Since)
{
    /// <summary>Whether person a has had their share, as a condition of SQL; its values are <see cref="Values"/>.</summary>
    public const string Sql = """
        (select count(*) from mail_delivery m where m.nation_id = @nation_id and m.person_id = a.id and m.at > @pressed_since and m.state in ('sent', 'unknown')
         and not exists (select 1 from blast mb where mb.nation_id = @nation_id and mb.id = m.blast_id and mb.is_answer = true))
        + (select count(*) from text_message t where t.nation_id = @nation_id and t.person_id = a.id and t.at > @pressed_since and t.is_opening = true and t.state in ('handed_over', 'delivered', 'unknown')) >= @most_messages
        """;

    public IEnumerable<(string Name, object? Value)> Values => [("pressed_since", Since), ("most_messages", Most)];
}
