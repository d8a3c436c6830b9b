-- What the people of a texting campaign did in its window, those held out and the others, whether they were texted or not. As Mail/Measuring/Outcomes it begins with what was done (action_taken_by_at, gift_by_given_at,
-- contact_log_by_method) and asks of each by its person (campaign_contact_by_person): «cross join» keeps SQLite to that order, and the sign before c.text_campaign_id keeps both stores from walking the whole campaign for each deed.
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
done as (
    select c.id, case when c.stage = 'held_out' then 1 else 0 end as held_out, max(a.signed) as signed, max(a.signed_up) as signed_up, max(a.gave) as gave, sum(a.cents) as cents, max(a.came) as came, max(1 - a.came) as acted
    from act a cross join campaign_contact c
    where c.nation_id = @nation_id and c.person_id = a.person_id and +c.text_campaign_id = @campaign
    group by c.id, held_out)
select held_out, sum(acted) as acted, sum(came) as came, sum(signed) as signatures, sum(signed_up) as signed_up, sum(gave) as gave, sum(cents) as cents, sum(cast(cents as double precision) * cents) as squares
from done
group by held_out
