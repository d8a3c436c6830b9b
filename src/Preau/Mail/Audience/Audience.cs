using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Segments;

namespace Preau.Mail;

/// <summary>
/// Who gets a blast. A segment only narrows: whoever it names is then held to what the law wants of recipients. Counting and freezing ask with the
/// same text, in sets; the last moment before hand-over asks again (<see cref="LastCheck"/>).
/// </summary>
public sealed class Audience(Database db, CampaignLaw law, ReadSegment read, SegmentMembers members)
{
    private const int PeopleAChunk = 20_000;

    public async Task<AudienceCount> Count(Blast blast, CancellationToken ct)
    {
        var (need, from, values) = await Question(blast, ct);
        if (from is null) return new AudienceCount(0, 0, 0, 0, new Dictionary<Purpose, long>(), 0, 0);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var row in db.Stream<ReasonCount>($"select reason, count(*) as count from (select {Reason(need)} as reason from {from}) r group by reason", values, ct)) counts[row.Reason] = row.Count;
        long Of(string reason) => counts.GetValueOrDefault(reason);
        var total = counts.Values.Sum();
        if (need.IsForbidden) return new AudienceCount(total, 0, 0, 0, new Dictionary<Purpose, long>(), 0, total);
        return new AudienceCount(total, Of(""), Of("none"), Of("bounced"), need.Purposes.ToDictionary(p => p, p => Of(EnumText<Purpose>.Of(p))), Of("young"), 0);
    }

    /// <summary>Writes the next part of a frozen audience in the transaction that is open, without loading anybody.</summary>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="now">Of the freezing.</param>
    /// <param name="ct">Stops between two parts.</param>
    /// <returns>How many joined the audience, and the last person that was looked at; null when there is nobody behind.</returns>
    public async Task<(int Count, long? Last)> Freeze(Blast blast, long after, DateTimeOffset now, CancellationToken ct)
    {
        var last = await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Where(p => p.Id > after).OrderBy(p => p.Id).Take(PeopleAChunk).MaxAsync(p => (long?)p.Id, ct);
        var (need, from, values) = await Question(blast, ct);
        if (last is null || from is null || need.IsForbidden) return (0, null);
        var text = $"""
            insert into mail_delivery (nation_id, month, blast_id, person_id, address, state, attempts, next_at, at)
            select @nation_id, @month, @blast_id, person_id, address, 'waiting', 0, @now, @now from (
                select p.id as person_id, {Reason(need)} as reason,
                    (select e.address from person_email e where e.nation_id = @nation_id and e.person_id = p.id and e.is_bad = false order by e.position, e.id limit 1) as address
                from {from} and p.id > @after and p.id <= @last) a
            where reason = ''
            on conflict do nothing
            """;
        await using var command = await db.Command(text, [.. values, ("month", blast.Month), ("blast_id", blast.Id), ("now", now), ("after", after), ("last", last)], ct);
        return (await command.ExecuteNonQueryAsync(ct), last);
    }

    /// <summary>The people whom the blast is about as «person p where …», and what they must have agreed to. Nobody when its segment cannot be read.</summary>
    private async Task<(ConsentNeed Need, string? From, IReadOnlyList<(string Name, object? Value)> Values)> Question(Blast blast, CancellationToken ct)
    {
        var need = law.ConsentFor(Channel.Email, blast.IsTargeted);
        List<(string, object?)> values = [("latest_birth", need.MinimumAge is { } age ? law.Today.AddYears(-age) : DateOnly.MaxValue)];
        if (!blast.IsTargeted)
        {
            var asked = need.Purposes.Contains(Purpose.News) ? Purpose.News : need.Purposes.Order().FirstOrDefault(Purpose.News);
            values.Add(("asked", EnumText<Purpose>.Of(asked)));
            return (need, "person p where p.nation_id = @nation_id and p.archived_at is null and p.id in (select s.person_id from consent_state s where s.nation_id = @nation_id and s.purpose = @asked and s.is_given = true)", values);
        }

        var tree = blast.Tree ?? await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleOrDefaultAsync(ct);
        if (tree is null || await read.Run(tree, ct) is not SegmentAnswer.Fine fine) return (need, null, values);
        var (condition, parameters) = await members.Condition(fine.Tree, ct);
        return (need, $"person p where {condition}", [.. values, .. parameters]);
    }

    /// <summary>Why person p is left out, as a word; empty for who is in. Built from constants: a purpose is a word of the law packs.</summary>
    private static string Reason(ConsentNeed need)
    {
        const string Email = "select 1 from person_email e where e.nation_id = @nation_id and e.person_id = p.id";
        var consents = need.Purposes.Order().Select(EnumText<Purpose>.Of).Select(purpose => string.Create(CultureInfo.InvariantCulture,
            $"when not exists (select 1 from consent_state c where c.nation_id = @nation_id and c.person_id = p.id and c.purpose = '{purpose}' and c.is_given = true) then '{purpose}'"));
        return $"case when not exists ({Email}) then 'none' when not exists ({Email} and e.is_bad = false) then 'bounced' {string.Join(' ', consents)} when p.born_on > @latest_birth then 'young' else '' end";
    }

    private sealed record ReasonCount(string Reason, long Count);
}
