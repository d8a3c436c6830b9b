-- Why people left by a mail, as far as they said so. Uses mail_delivery_by_leaving.
select left_because as reason, count(*) as people
from mail_delivery
where nation_id = @nation_id and month = @month and blast_id = @blast_id and unsubscribed_at is not null and left_because is not null
group by left_because
