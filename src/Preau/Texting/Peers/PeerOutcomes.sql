-- What the people of a texting campaign did in its window, those held out and the others, whether they were texted or not. As Mail/Measuring/Outcomes it begins with what was done (action_taken_by_at, gift_by_given_at,
-- contact_log_by_method) and asks of each by its person: «cross join» keeps SQLite to that order. Records that were merged leave somebody more than one place in the campaign: they count once, as texted where they were, else as held out where one of them is.
with act as (
    select t.person_id, case when t.kind = 'signature' then 1 else 0 end as signed, case when t.kind = 'sign_up' then 1 else 0 end as signed_up, 0 as gave, 0 as cents, 0 as came
    from action_taken t
    where t.nation_id = @nation_id and t.kind in ('signature', 'sign_up') and t.at >= @since and t.at < @until
    union all
    select g.person_id, 0, 0, 1, g.amount_cents - g.refunded_cents, 0
    from gift g
    where g.nation_id = @nation_id and g.given_at >= @since and g.given_at < @until and g.currency = @currency and g.status in ('received', 'disputed')
    union all
    select c.person_id, 0, 0, 0, 0, 1
    from contact_log c
    where c.nation_id = @nation_id and c.method = 'meeting' and c.at >= @since and c.at < @until and c.removed_at is null
        and c.status not in ('no_answer', 'left_message', 'busy', 'inaccessible', 'wrong_number', 'disconnected', 'moved', 'deceased', 'bad_info', 'other')),
one as materialized (
    select p.person_id, p.held_out from (
        select c.person_id, case when c.stage = 'held_out' then 1 else 0 end as held_out,
            row_number() over (partition by c.person_id order by case when c.sent_at is not null then 0 when c.stage = 'held_out' then 1 else 2 end, c.id) as turn
        from campaign_contact c where c.nation_id = @nation_id and c.text_campaign_id = @campaign) p
    where p.turn = 1),
done as (
    select o.person_id, o.held_out, max(a.signed) as signed, max(a.signed_up) as signed_up, max(a.gave) as gave, sum(a.cents) as cents, max(a.came) as came, max(1 - a.came) as acted
    from act a cross join one o
    where o.person_id = a.person_id
    group by o.person_id, o.held_out)
select p.held_out, p.people, coalesce(sum(acted), 0) as acted, coalesce(sum(came), 0) as came, coalesce(sum(signed), 0) as signatures, coalesce(sum(signed_up), 0) as signed_up, coalesce(sum(gave), 0) as gave, coalesce(sum(cents), 0) as cents, coalesce(sum(cast(cents as double precision) * cents), 0) as squares
from (select held_out, count(*) as people from one group by held_out) p left join done d on d.held_out = p.held_out
group by p.held_out, p.people
