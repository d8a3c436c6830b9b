using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Preau.Law;
using Preau.Mail.Pacing;
using Preau.Segments;

namespace Preau.Mail;

/// <summary>
/// Who gets a blast. A segment only narrows: whoever it names is then held to what the law wants of recipients. Counting and freezing ask with the
/// same text, in sets; the last moment before hand-over asks again (<see cref="LastCheck"/>).
/// </summary>
public sealed class Audience(Database db, BlastChannels channels, CampaignLaw law, ContactPressure pressure, ReadSegment read, SegmentMembers members)
{
    public const int PeopleAChunk = 40_000;

    // Up to so many are counted while a page is made; more are counted once it is there.
    private const int CountedAtOnce = 50_000;

    /// <summary>Whether counting takes no longer than making a page.</summary>
    public async Task<bool> IsQuick(CancellationToken ct) => !await db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).OrderBy(p => p.Id).Skip(CountedAtOnce).AnyAsync(ct);

    public Task<AudienceCount> Count(Blast blast, CancellationToken ct) => Count(blast, [], ct);

    /// <param name="blast">As it stands.</param>
    /// <param name="beginnings">Of addresses: who gets it at each is counted apart, by the longest that fits. They come with the settings of a channel.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<AudienceCount> Count(Blast blast, IReadOnlyList<string> beginnings, CancellationToken ct)
    {
        var (points, limit, question) = (await channels.Of(blast).Points(ct), await pressure.Of(blast, ct), await Ask(blast, isPart: false, ct));
        if (question.From is null) return AudienceCount.Nobody;
        // Each address is looked up once: without «materialized» both stores ask for it again wherever it is named. Addresses that several records have
        // are few, and read off the index: to tell all the others apart by their names would take longer than everything else.
        var text = $"""
            with a as materialized (select p.id, p.born_on, {points.Chosen(points.Key)} as chosen_key from {question.From}),
            shared as materialized (select e.{points.Key} as shared_key from {points.Table} e where e.nation_id = @nation_id group by e.{points.Key} having count(*) > 1),
            r as materialized (select {Reason(question.Open, points, "a.chosen_key", limit)} as reason, case when a.chosen_key in (select s.shared_key from shared s) then a.chosen_key end as shared_key, {Place(beginnings)} as place from a)
            select reason, place, count(*) as people, count(shared_key) - count(distinct shared_key) as same from r group by reason, place
            """;
        var counts = new List<ReasonCount>();
        await foreach (var row in db.Stream<ReasonCount>(text, [.. question.Values, .. points.Values, .. limit?.Values ?? [], .. beginnings.Select((b, i) => ($"beginning{i}", (object?)b))], ct)) counts.Add(row);
        long Of(string reason) => counts.Where(c => c.Reason == reason).Sum(c => c.People);
        var total = counts.Sum(c => c.People);
        if (question.Need.IsForbidden) return AudienceCount.Nobody with { Segment = total, Forbidden = total };
        var reached = counts.FindAll(c => c.Reason.Length == 0);
        var same = reached.Sum(c => c.Same);
        return new AudienceCount(total, Of("") - same, Of("none"), Of("bounced"), Of("shut"), question.Need.Purposes.ToDictionary(p => p, p => Of(EnumText<Purpose>.Of(p))), Of("young"), same, 0) { Landline = Of("landline"), Pressed = Of(ContactPressure.Reason), ByBeginning = [.. beginnings.Select((_, i) => reached.Where(c => c.Place == i).Sum(c => c.People - c.Same))] };
    }

    /// <summary>The first that fits of those beginnings, the longest before all others; −1 where none does.</summary>
    private static string Place(IReadOnlyList<string> beginnings) => beginnings.Count == 0 ? "-1"
        : $"case {string.Join(' ', beginnings.Index().OrderByDescending(b => b.Item.Length).Select(b => string.Create(CultureInfo.InvariantCulture, $"when substr(a.chosen_key, 1, {b.Item.Length}) = @beginning{b.Index} then {b.Index}")))} else -1 end";

    /// <summary>Some of those who get it, spread over all of them.</summary>
    /// <param name="blast">As it stands.</param>
    /// <param name="people">How many get it.</param>
    /// <param name="count">About how many are wanted, at most.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<long>> Sample(Blast blast, long people, int count, CancellationToken ct)
    {
        var (points, limit, question) = (await channels.Of(blast).Points(ct), await pressure.Of(blast, ct), await Ask(blast, isPart: false, ct));
        if (question.From is null || question.Need.IsForbidden) return [];
        var text = $"""
            with a as materialized (select p.id, p.born_on, {points.Chosen("id")} as chosen_id from {question.From} and p.id % @step = 0)
            select a.id from a where {Reason(question.Open, points, "a.chosen_id", limit)} = '' order by a.id limit @count
            """;
        var ids = new List<long>(count);
        await foreach (var id in db.Stream<long>(text, [.. question.Values, .. points.Values, .. limit?.Values ?? [], ("step", Math.Max(1, people / count)), ("count", count)], ct)) ids.Add(id);
        return ids;
    }

    /// <summary>Writes the next part of a frozen audience in the transaction that is open, without loading anybody; whoever is in it already, as after a part that was done before or by a merge, stays as they are.</summary>
    /// <param name="blast">Its month is known.</param>
    /// <param name="after">The last person of the part before.</param>
    /// <param name="now">Of the freezing.</param>
    /// <param name="ct">Stops between two parts.</param>
    /// <returns>How many joined the audience, and the last person that was looked at; null when there is nobody behind.</returns>
    public async Task<(int Count, long? Last)> Freeze(Blast blast, long after, DateTimeOffset now, CancellationToken ct)
    {
        if (await Part(blast, after, ct) is not { } part) return (0, null);
        // Whoever is in it already is asked for once; «on conflict do nothing» takes PostgreSQL half as long again for each row. Nobody comes into it meanwhile: the caller keeps people from being merged.
        var text = $"""
            insert into mail_delivery (nation_id, month, blast_id, person_id, address, state, attempts, next_at, at)
            with {part.Rows}
            select @nation_id, @month, @blast_id, r.id, r.address, 'waiting', 0, @now, @now from r
            where place = 1 and r.id not in (select d.person_id from mail_delivery d where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id > @after and d.person_id <= @last)
            """;
        await using var command = await db.Command(text, [.. part.Values, ("month", blast.Month), ("blast_id", blast.Id), ("now", now)], ct);
        return (await command.ExecuteNonQueryAsync(ct), part.Last);
    }

    /// <summary>
    /// Who is to be taken out of an audience whose parts are all written, because somebody before them has their address: one address gets one message, or none. Asked at the end, because asking it of each person of
    /// each part took as long as all else that is asked of them.
    /// </summary>
    /// <returns>At most <see cref="PeopleAChunk"/>: after so many there may be more.</returns>
    public async Task<IReadOnlyList<long>> FindSame(Blast blast, CancellationToken ct)
    {
        // Those of a step are one part, in which each address stands once (RunAutomaticHandler.PeopleABlast).
        if (blast.StepId is not null) return [];
        var points = await channels.Of(blast).Points(ct);
        // Addresses that several records have are few, and read off the index. One person may have an address in two rows, so they are ranked and not numbered. «Cross join» keeps SQLite to that order.
        var text = $"""
            with shared as materialized (select e.{points.Key} as shared_key from {points.Table} e where e.nation_id = @nation_id group by e.{points.Key} having count(*) > 1)
            select distinct s.id from (
                select d.person_id as id, dense_rank() over (partition by e.{points.Key} order by d.person_id) as turn
                from shared cross join {points.Table} e cross join mail_delivery d
                where e.nation_id = @nation_id and e.{points.Key} = shared_key and d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id = e.person_id and d.address = e.{points.Address}) s
            where s.turn > 1 order by s.id limit @most
            """;
        // For that setting alone: SQLite would keep everybody else from writing.
        await using var transaction = db.Dialect == Dialect.Postgres ? await db.Database.BeginTransactionAsync(ct) : null;
        await CompileNothing(ct);
        var ids = new List<long>();
        await foreach (var id in db.Stream<long>(text, [("month", blast.Month), ("blast_id", blast.Id), ("most", PeopleAChunk)], ct)) ids.Add(id);
        return ids;
    }

    /// <summary>Takes those of <see cref="FindSame"/> out in the transaction that is open, where somebody before them has their address still. The caller keeps people from being merged.</summary>
    public async Task<IReadOnlyList<TakenOut>> TakeOutSame(Blast blast, IReadOnlyList<long> found, CancellationToken ct)
    {
        await CompileNothing(ct);
        var points = await channels.Of(blast).Points(ct);
        // The sign before o.person_id keeps SQLite from reading everybody before each of them, where it has not learnt how many have one address.
        var ids = db.Dialect == Dialect.Postgres ? "select id::bigint from jsonb_array_elements_text(cast(@ids as jsonb)) id" : "select value from json_each(@ids)";
        var text = $"""
            delete from mail_delivery
            where nation_id = @nation_id and month = @month and blast_id = @blast_id and person_id in ({ids}) and exists (
                select 1 from {points.Table} e cross join {points.Table} o cross join mail_delivery d
                where e.nation_id = @nation_id and e.person_id = mail_delivery.person_id and e.{points.Address} = mail_delivery.address
                and o.nation_id = @nation_id and o.{points.Key} = e.{points.Key} and +o.person_id < e.person_id
                and d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id = o.person_id and d.address = o.{points.Address})
            returning state, version, is_rest, wave, person_id
            """;
        var taken = new List<TakenOut>(found.Count);
        await foreach (var row in db.Stream<TakenOut>(text, [("ids", $"[{string.Join(',', found)}]"), ("month", blast.Month), ("blast_id", blast.Id)], ct)) taken.Add(row);
        return taken;
    }

    /// <summary>In the transaction that is open, the next people of an audience with where each is reached, as rows «r (id, address, address_key, place)» of a statement that writes them down; place is 1 for the first of those of this part with one address.</summary>
    /// <returns>Null when there is nobody behind.</returns>
    public async Task<AudiencePart?> Part(Blast blast, long after, CancellationToken ct)
    {
        var people = blast.StepId is null ? db.People.IgnoreQueryFilters([Conventions.AssignedFilter]).Select(p => p.Id) : db.AutomaticTurns.Where(t => t.BlastId == blast.Id).Select(t => t.PersonId);
        var last = await people.Where(id => id > after).OrderBy(id => id).Take(PeopleAChunk).MaxAsync(id => (long?)id, ct);
        var (points, limit, question) = (await channels.Of(blast).Points(ct), await pressure.Of(blast, ct), await Ask(blast, isPart: true, ct));
        if (last is null || question.From is null || question.Need.IsForbidden) return null;
        await CompileNothing(ct);
        // Those of a step are found by their turns, and not among everybody up to the last of them.
        var id = blast.StepId is null ? "p.id" : "+p.id";
        // All addresses of the part at once and each person's first of them: half as long as to choose it for one after the other. «Cross join» keeps SQLite to that order. Nobody without an address is left to be asked why.
        return new(last.Value, [.. question.Values, .. points.Values, .. limit?.Values ?? [], ("after", after), ("last", last)], $"""
            p as materialized (select p.id, p.born_on from {question.From} and {id} > @after and {id} <= @last),
            reached as (
                select p.id, p.born_on, e.{points.Address} as address, e.{points.Key} as address_key, row_number() over (partition by p.id order by e.position, e.id) as turn
                from p cross join {points.Table} e where e.nation_id = @nation_id and e.person_id = p.id {RangeOf("e")} and {points.Open}),
            r as (
                select a.id, a.address, a.address_key, row_number() over (partition by a.address_key order by a.id) as place
                from reached a where a.turn = 1 and {Reason(question.Open, points, "a.id", limit)} = '')
            """);
    }

    /// <summary>Gives a delivery the address that its person has by now, unless somebody else gets the blast there.</summary>
    /// <returns>Why it does not get it, when somebody does or is held out there: one address gets one message, or none.</returns>
    public async Task<string?> Move(Blast blast, long personId, string address, CancellationToken ct)
    {
        var deliveries = db.MailDeliveries.Where(d => d.Month == blast.Month && d.BlastId == blast.Id);
        var others = deliveries.Where(d => d.PersonId != personId && d.State != DeliveryState.Skipped && d.State != DeliveryState.Cancelled);
        var other = await channels.Of(blast).To(others, address).Select(d => (DeliveryState?)d.State).FirstOrDefaultAsync(ct);
        if (other is { } state) return state == DeliveryState.HeldOut ? "held_out" : "same";
        await deliveries.Where(d => d.PersonId == personId).ExecuteUpdateAsync(s => s.SetProperty(d => d.Address, address), ct);
        return null;
    }

    /// <summary>The people whom the blast is about, and what they must have agreed to. Nobody when its segment cannot be read.</summary>
    /// <param name="blast">As it stands.</param>
    /// <param name="isPart">It is asked between the parameters «after» and «last».</param>
    /// <param name="ct">Gives up.</param>
    private async Task<Question> Ask(Blast blast, bool isPart, CancellationToken ct)
    {
        var need = law.ConsentFor(blast.Channel, blast.IsTargeted);
        List<(string, object?)> values = [("latest_birth", need.MinimumAge is { } age ? law.Today.AddYears(-age) : DateOnly.MaxValue)];
        if (blast.StepId is not null)
        {
            values.Add(("step_blast_id", blast.Id));
            return new(need, "person p where p.nation_id = @nation_id and p.archived_at is null and p.id in (select t.person_id from automatic_turn t where t.nation_id = @nation_id and t.blast_id = @step_blast_id)", values, need.Purposes);
        }

        if (!blast.IsTargeted)
        {
            var asked = need.Purposes.Contains(Purpose.News) ? Purpose.News : need.Purposes.Order().FirstOrDefault(Purpose.News);
            values.Add(("asked", EnumText<Purpose>.Of(asked)));
            // The sign before p.id keeps SQLite from looking through the whole range of people for each of them.
            var range = isPart ? RangeOf("s") : "";
            return new(need, $"person p where p.nation_id = @nation_id and p.archived_at is null and exists (select 1 from consent_state s where s.nation_id = @nation_id and s.person_id = +p.id {range} and s.purpose = @asked and s.is_given = true)", values, [.. need.Purposes.Where(p => p != asked)]);
        }

        var tree = blast.Tree ?? await db.Segments.Where(s => s.Id == blast.SegmentId).Select(s => s.Tree).SingleOrDefaultAsync(ct);
        if (tree is null || await read.Run(tree, ct) is not SegmentAnswer.Fine fine) return new(need, null, values, need.Purposes);
        var (condition, parameters) = await members.Condition(fine.Tree, ct);
        return new(need, $"person p where {condition}", [.. values, .. parameters], need.Purposes);
    }

    // PostgreSQL takes these for costly questions, and compiling them took half of the time.
    private async Task CompileNothing(CancellationToken ct)
    {
        if (db.Dialect == Dialect.Postgres) await db.Database.ExecuteSqlRawAsync("set local jit = off", ct);
    }

    /// <summary>PostgreSQL must be told of each table which people a part is about, or it reads everybody's rows for each part. SQLite finds them by the person.</summary>
    private string RangeOf(string table) => db.Dialect == Dialect.Postgres ? $"and {table}.person_id > @after and {table}.person_id <= @last" : "";

    /// <summary>Why person a is left out, as a word; empty for who is in. Built from constants: a purpose is a word of the law packs.</summary>
    private static string Reason(IReadOnlyCollection<Purpose> purposes, ContactPoints points, string chosen, PressureLimit? limit)
    {
        var consents = purposes.Order().Select(EnumText<Purpose>.Of).Select(purpose => string.Create(CultureInfo.InvariantCulture,
            $"when not exists (select 1 from consent_state c where c.nation_id = @nation_id and c.person_id = a.id and c.purpose = '{purpose}' and c.is_given = true) then '{purpose}'"));
        return $"case when {chosen} is null then {points.Closed} {string.Join(' ', consents)} when a.born_on > @latest_birth then 'young' {(limit is null ? "" : $"when {limit.Sql} then '{ContactPressure.Reason}'")} else '' end";
    }

    /// <param name="Need">What the law wants of them.</param>
    /// <param name="From">«person p where …»; null for nobody.</param>
    /// <param name="Values">The parameters of that, and of the reasons.</param>
    /// <param name="Open">The purposes of the need that it does not ask for itself.</param>
    private sealed record Question(ConsentNeed Need, string? From, IReadOnlyList<(string Name, object? Value)> Values, IReadOnlyCollection<Purpose> Open);

    /// <summary>Somebody whose address somebody before them has.</summary>
    public sealed record TakenOut(long PersonId, DeliveryState State, int Version, bool IsRest, int Wave);

    private sealed record ReasonCount(string Reason, int Place, long People, long Same);
}

/// <summary>The next part of an audience, for a statement that writes it down (<see cref="Audience.Part"/>).</summary>
public sealed record AudiencePart(long Last, IReadOnlyList<(string Name, object? Value)> Values, string Rows);
