using Microsoft.EntityFrameworkCore;
using Preau.Contacts;
using Preau.Nations;
using Preau.Texting;

namespace Preau.Mail.Pacing;

/// <summary>
/// How many messages to many one person gets, by whatever channel, and first texts that volunteers send them: the settings say how many within how many days. Answers to what they did do not count, and are not held back; nor is what
/// goes before all others. Where the settings say so, somebody of the campaign who spoke with them, or wrote to them first, counts as a message does; nobody is kept from doing that by what they had.
/// It is the same whoever asks: what tells of gifts counts for those, too, who may not see it.
/// </summary>
public sealed class ContactPressure(Database db, NationSettings settings, TimeProvider clock)
{
    /// <summary>Why a delivery was skipped.</summary>
    public const string Reason = "pressure";

    /// <returns>Null where nothing is held back.</returns>
    public async Task<PressureLimit?> Of(Blast blast, CancellationToken ct) =>
        blast.IsAnswer || blast.Priority == BlastPriority.High ? null : await Limit(ct);

    /// <summary>Of these people, whom this blast has in hand, those who have had their share without it, and those who may be having it now.</summary>
    public async Task<Pressed> Among(Blast blast, long[] personIds, CancellationToken ct)
    {
        if (await Of(blast, ct) is not { } limit) return Pressed.Nobody;
        // First what is in hand, then what has left: what leaves in between counts twice rather than not at all.
        var inHand = (await InHand(blast.Id, personIds, ct)).ToLookup(h => h.PersonId, h => h.BlastId);
        var had = await Had(limit, blast.Id, personIds, ct);
        var over = had.Where(h => h.Value >= limit.Most).Select(h => h.Key).ToHashSet();
        return new(over, inHand.Where(h => !over.Contains(h.Key) && had.GetValueOrDefault(h.Key) + h.Count() >= limit.Most).ToDictionary(h => h.Key, h => h.Min()));
    }

    /// <summary>Whether somebody has had their share before a first text by a volunteer.</summary>
    public async Task<bool> IsOver(long personId, CancellationToken ct)
    {
        if (await Limit(ct) is not { } limit) return false;
        var inHand = await InHand(blastId: 0, [personId], ct);
        return (await Had(limit, blastId: null, [personId], ct)).GetValueOrDefault(personId) + inHand.Count >= limit.Most;
    }

    private async Task<PressureLimit?> Limit(CancellationToken ct) =>
        await settings.Get<PaceSettings>(ct) is { MostMessages: { } most, Days: var days } kept ? new(most, clock.GetUtcNow() - TimeSpan.FromDays(days), kept.CountsPeople) : null;

    /// <summary>What other blasts that count have taken in hand for them. Few blasts are on their way (blast_by_state), and few of each one's deliveries in hand (mail_delivery_by_state).</summary>
    private async Task<IReadOnlyList<PersonInHand>> InHand(long blastId, long[] personIds, CancellationToken ct) => await (
        from blast in db.Blasts.IgnoreQueryFilters([Conventions.GiftsFilter])
        from delivery in db.MailDeliveries
        where (blast.State == BlastState.Sending || blast.State == BlastState.Paused || blast.State == BlastState.Cancelled) && blast.EndedAt == null && blast.Id != blastId && !blast.IsAnswer
        where delivery.Month == blast.Month && delivery.BlastId == blast.Id && delivery.State == DeliveryState.Leased && EF.Parameter(personIds).Contains(delivery.PersonId)
        select new PersonInHand(delivery.PersonId, delivery.BlastId)).ToListAsync(ct);

    /// <summary>How many each of them had, without this blast.</summary>
    private async Task<Dictionary<long, int>> Had(PressureLimit limit, long? blastId, long[] personIds, CancellationToken ct)
    {
        var had = await db.MailDeliveries.IgnoreQueryFilters([Conventions.GiftsFilter]).Where(d => EF.Parameter(personIds).Contains(d.PersonId) && d.At > limit.Since && (d.State == DeliveryState.Sent || d.State == DeliveryState.Unknown) && d.BlastId != blastId && !db.Blasts.Any(b => b.Id == d.BlastId && b.IsAnswer))
            .GroupBy(d => d.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        // Whose text it is is asked without «is not null»: SQLite would go through everybody's instead.
        var firsts = await db.TextMessages.Where(t => EF.Parameter(personIds).Contains(t.PersonId!.Value) && t.At > limit.Since && t.IsOpening && (t.State == TextState.Leaving || t.State == TextState.HandedOver || t.State == TextState.Delivered || t.State == TextState.Unknown))
            .GroupBy(t => t.PersonId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        foreach (var first in firsts) had[first.Key] = had.GetValueOrDefault(first.Key) + first.Count;
        if (!limit.CountsPeople) return had;
        foreach (var (personId, count) in await ByPeople(limit, personIds, ct)) had[personId] = had.GetValueOrDefault(personId) + count;
        return had;
    }

    /// <summary>As <see cref="PressureLimit.Sql"/> counts them.</summary>
    private async Task<List<(long PersonId, int Count)>> ByPeople(PressureLimit limit, long[] personIds, CancellationToken ct)
    {
        var spoken = await db.Contacts.Where(c => EF.Parameter(personIds).Contains(c.PersonId) && c.At > limit.Since && PressureLimit.Methods.Contains(c.Method) && !PressureLimit.NobodyThere.Contains(c.Status))
            .GroupBy(c => c.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var written = await db.TextMessages.Where(t => EF.Parameter(personIds).Contains(t.PersonId!.Value) && t.At > limit.Since && !t.IsIncoming && !t.IsOpening && t.AuthorId != null && t.BlastId == null)
            .Where(t => t.State == TextState.Leaving || t.State == TextState.HandedOver || t.State == TextState.Delivered || t.State == TextState.Unknown)
            .Where(t => !db.TextMessages.Any(i => i.ConversationId == t.ConversationId && i.At > limit.Since && i.At < t.At && i.IsIncoming))
            .GroupBy(t => t.PersonId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return [.. spoken.Concat(written).Select(c => (c.Key, c.Count))];
    }

    private sealed record PersonInHand(long PersonId, long BlastId);
}

/// <param name="Over">They have had their share.</param>
/// <param name="Having">They will have had it once what others of the campaign's blasts have in hand for them has left; with the first of these.</param>
public sealed record Pressed(IReadOnlySet<long> Over, IReadOnlyDictionary<long, long> Having)
{
    public static readonly Pressed Nobody = new(new HashSet<long>(), new Dictionary<long, long>());
}

/// <param name="Most">So many messages, and no more.</param>
/// <param name="Since">Those from then on count.</param>
/// <param name="CountsPeople">Those count, too, who were spoken with or written to by somebody of the campaign.</param>
public sealed record PressureLimit(int Most, DateTimeOffset Since, bool CountsPeople)
{
    /// <summary>How somebody of the campaign goes to a person. To a meeting people come themselves; what went to many is counted where it left.</summary>
    public static readonly IReadOnlyList<ContactMethod> Methods = [ContactMethod.PhoneCall, ContactMethod.DoorKnock, ContactMethod.FaceToFace, ContactMethod.VideoCall, ContactMethod.TextOneToOne];

    /// <summary>They were not reached by it, or not they.</summary>
    public static readonly IReadOnlyList<ContactStatus> NobodyThere =
    [
        ContactStatus.NoAnswer, ContactStatus.LeftMessage, ContactStatus.Busy, ContactStatus.Inaccessible, ContactStatus.WrongNumber, ContactStatus.Disconnected, ContactStatus.Moved, ContactStatus.Deceased, ContactStatus.BadInfo, ContactStatus.Other,
    ];

    // A text that is leaving may have left, and is not sent a second time. A mail that is in hand may still go back: who freezes counts it as nobody's, and the last moment asks (ContactPressure.Among).
    private const string Messages = """
        (select count(*) from mail_delivery m where m.nation_id = @nation_id and m.person_id = a.id and m.at > @pressed_since and m.state in ('sent', 'unknown')
         and not exists (select 1 from blast mb where mb.nation_id = @nation_id and mb.id = m.blast_id and mb.is_answer = true))
        + (select count(*) from text_message t where t.nation_id = @nation_id and t.person_id = a.id and t.at > @pressed_since and t.is_opening = true and t.state in ('leaving', 'handed_over', 'delivered', 'unknown'))
        """;

    // By contact_log_by_person and text_message_by_person: a step into each index for each person. Whoever wrote within the days is answered, which no text by hand to them is counted for.
    private static readonly string WithPeople = $"""
        {Messages}
        + (select count(*) from contact_log l where l.nation_id = @nation_id and l.person_id = a.id and l.at > @pressed_since and l.removed_at is null and l.method in ({Words(Methods)}) and l.status not in ({Words(NobodyThere)}))
        + (select count(*) from text_message h where h.nation_id = @nation_id and h.person_id = a.id and h.at > @pressed_since and h.is_incoming = false and h.is_opening = false and h.author_id is not null and h.blast_id is null
         and h.state in ('leaving', 'handed_over', 'delivered', 'unknown')
         and not exists (select 1 from text_message i where i.nation_id = @nation_id and i.conversation_id = h.conversation_id and i.at > @pressed_since and i.at < h.at and i.is_incoming = true))
        """;

    /// <summary>Whether person a has had their share, as a condition of SQL; its values are <see cref="Values"/>.</summary>
    public string Sql => $"{(CountsPeople ? WithPeople : Messages)} >= @most_messages";

    public IEnumerable<(string Name, object? Value)> Values => [("pressed_since", Since), ("most_messages", Most)];

    private static string Words<T>(IEnumerable<T> values) where T : struct, Enum => string.Join(", ", values.Select(v => $"'{EnumText<T>.Of(v)}'"));
}
