-- What the people of a mail did in its window, and what they did after following a link of it, by the group that the lot put them in (the places of BlastArm.Of). Begins with what was done (action_taken_by_at, gift_by_given_at,
-- contact_log_by_method) and asks of each by the key of the mail's deliveries: «cross join» keeps SQLite to that order. Who came to a meeting, with whom somebody spoke there, is known from the log of contacts, and is no deed on a
-- page: it counts for itself alone. What came after following a link counts within so many seconds of a person's own message: where versions leave at different hours, of all for the same time.
with act as (
    select t.person_id, t.at, case when t.kind = 'signature' then 1 else 0 end as signed, case when t.kind = 'sign_up' then 1 else 0 end as signed_up, 0 as gave, 0 as cents, 0 as came
    from action_taken t
    where t.nation_id = @nation_id and t.kind in ('signature', 'sign_up') and t.at >= @since and t.at < @until
    union all
    select g.person_id, g.given_at, 0, 0, 1, g.amount_cents - g.refunded_cents, 0
    from gift g
    where g.nation_id = @nation_id and g.given_at >= @since and g.given_at < @until and g.currency = @currency and g.status in ('received', 'disputed')
    union all
    select c.person_id, c.at, 0, 0, 0, 0, 1
    from contact_log c
    where c.nation_id = @nation_id and c.method = 'meeting' and c.at >= @since and c.at < @until and c.removed_at is null
        and c.status not in ('no_answer', 'left_message', 'busy', 'inaccessible', 'wrong_number', 'disconnected', 'moved', 'deceased', 'bad_info', 'other')),
did as (
    select case when d.state = 'held_out' then -2 when d.is_rest = true then -1 else d.wave * 4 + d.version end as arm, a.person_id, a.signed, a.signed_up, a.gave, a.cents, a.came,
        case when a.at >= d.clicked_at and (julianday(a.at) - julianday(d.at)) * 86400 < @within then 1 - a.came else 0 end as is_linked
    from act a cross join mail_delivery d
    where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id = a.person_id),
done as (
    select arm, max(signed) as signed, max(signed_up) as signed_up, max(gave) as gave, sum(cents) as cents, max(came) as came, max(1 - came) as acted,
        max(is_linked) as linked, sum(is_linked * cents) as linked_cents, max(is_linked * signed) as linked_signed, max(is_linked * signed_up) as linked_signed_up, max(is_linked * gave) as linked_gave
    from did
    group by person_id, arm)
select arm as place, sum(acted) as acted, sum(came) as came, sum(signed) as signatures, sum(signed_up) as signed_up, sum(gave) as gave, sum(cents) as cents, sum(cast(cents as double precision) * cents) as squares, sum(linked) as linked, sum(linked_cents) as linked_cents,
    sum(linked_signed) as linked_signatures, sum(linked_signed_up) as linked_signed_up, sum(linked_gave) as linked_gave, sum(cast(linked_cents as double precision) * linked_cents) as linked_squares
from done
group by arm
