-- What the people of a mail did in its window, version by version, those who are held out and those who wait for the better version apart; and what they did after following a link of it. Reads the mail's deliveries by their key.
with act as (
    select t.person_id, t.at, case when t.kind = 'signature' then 1 else 0 end as signed, case when t.kind = 'sign_up' then 1 else 0 end as signed_up, 0 as gave, 0 as cents
    from action_taken t
    where t.nation_id = @nation_id and t.at >= @since and t.at < @until
    union all
    select g.person_id, g.given_at, 0, 0, 1, g.amount_cents - g.refunded_cents
    from gift g
    where g.nation_id = @nation_id and g.given_at >= @since and g.given_at < @until and g.currency = @currency and g.status in ('received', 'disputed')),
done as (
    select a.person_id, max(a.signed) as signed, max(a.signed_up) as signed_up, max(a.gave) as gave, sum(a.cents) as cents,
        max(case when a.at >= d.clicked_at then 1 else 0 end) as linked, sum(case when a.at >= d.clicked_at then a.cents else 0 end) as linked_cents
    from act a join mail_delivery d on d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id = a.person_id
    group by a.person_id)
select
    case when d.state = 'held_out' then 1 else 0 end as held_out, case when d.is_rest = true then 1 else 0 end as rest, d.version,
    count(*) as people, count(done.person_id) as acted,
    coalesce(sum(done.signed), 0) as signatures, coalesce(sum(done.signed_up), 0) as signed_up, coalesce(sum(done.gave), 0) as gave,
    coalesce(sum(done.cents), 0) as cents, coalesce(sum(cast(done.cents as double precision) * done.cents), 0) as squares,
    coalesce(sum(done.linked), 0) as linked, coalesce(sum(done.linked_cents), 0) as linked_cents,
    count(d.clicked_at) as clicked, count(d.unsubscribed_at) as unsubscribed
from mail_delivery d left join done on done.person_id = d.person_id
where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id
group by case when d.state = 'held_out' then 1 else 0 end, case when d.is_rest = true then 1 else 0 end, d.version
