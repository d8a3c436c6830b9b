-- Of every nation, with what they go out by: blasts on their way that have somebody to be written to now, or nobody any more.
select b.nation_id, b.id, b.channel, b.priority
from blast b
where b.state = 'sending' and b.frozen_at is not null and (
    exists (select 1 from mail_delivery d where d.nation_id = b.nation_id and d.month = b.month and d.blast_id = b.id and d.state = 'waiting' and d.next_at <= @now)
    or not exists (select 1 from mail_delivery d where d.nation_id = b.nation_id and d.month = b.month and d.blast_id = b.id and d.state in ('waiting', 'leased')))
order by b.send_at, b.nation_id, b.id
