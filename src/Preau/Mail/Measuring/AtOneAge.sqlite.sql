-- Of a mail whose versions leave at different hours: how many of each followed a link, left or complained within so many seconds of their own message, each person for the same time. Reads everybody who got it; of a large audience a job does.
select d.version as place,
    count(*) filter (where (julianday(d.clicked_at) - julianday(d.at)) * 86400 < @within) as clicked,
    count(*) filter (where (julianday(d.unsubscribed_at) - julianday(d.at)) * 86400 < @within) as unsubscribed,
    count(*) filter (where (julianday(d.complained_at) - julianday(d.at)) * 86400 < @within) as complained
from mail_delivery d
where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.state <> 'held_out' and d.is_rest = false
    and (d.clicked_at is not null or d.unsubscribed_at is not null or d.complained_at is not null)
group by d.version
