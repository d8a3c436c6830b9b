-- What the people of a mail did in its window, those who are held out apart. Reads the mail's deliveries once, by their key.
with act as (
    select t.person_id, case when t.kind = 'signature' then 1 else 0 end as signed, case when t.kind = 'sign_up' then 1 else 0 end as signed_up, 0 as gave, 0 as cents
    from action_taken t
    where t.nation_id = @nation_id and t.at >= @since and t.at < @until
    union all
    select g.person_id, 0, 0, 1, g.amount_cents - g.refunded_cents
    from gift g
    where g.nation_id = @nation_id and g.given_at >= @since and g.given_at < @until and g.currency = @currency and g.status in ('received', 'disputed')),
done as (
    select person_id, max(signed) as signed, max(signed_up) as signed_up, max(gave) as gave, sum(cents) as cents from act group by person_id)
select
    case when d.state = 'held_out' then 1 else 0 end as held_out,
    count(*) as people, count(done.person_id) as acted,
    coalesce(sum(done.signed), 0) as signed, coalesce(sum(done.signed_up), 0) as signed_up, coalesce(sum(done.gave), 0) as gave,
    coalesce(sum(done.cents), 0) as cents, coalesce(sum(cast(done.cents as double precision) * done.cents), 0) as squares
from mail_delivery d left join done on done.person_id = d.person_id
where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id
group by case when d.state = 'held_out' then 1 else 0 end
