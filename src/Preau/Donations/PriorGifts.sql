-- What one donor gave and has under way for this election, whoever collected it, also under a second record of the same name with the same mail or postcode.
-- Uses gift_by_person and gift_donor_by_name_key.
select
    coalesce(sum(case when g.status = 'pending' then 0 else g.amount_cents - g.refunded_cents end), 0) as settled_cents,
    coalesce(sum(case when g.status = 'pending' then g.amount_cents else 0 end), 0) as pending_cents
from gift g
where g.nation_id = @nation_id
    and g.given_at >= @since
    and g.id <> @besides
    and g.status in ('pending', 'received', 'disputed')
    and g.id in (
        select p.id from gift p where p.nation_id = @nation_id and p.person_id = @person_id
        union
        select d.gift_id from gift_donor d
        where d.nation_id = @nation_id and d.name_key = @name_key
            and (d.email_key = @email_key and d.email_key <> '' or d.postcode_key = @postcode_key and d.postcode_key <> '')
    )
