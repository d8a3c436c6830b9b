-- What a part of a mail's people came to, by the domain of their addresses. Where the relay could not write to an address, no provider turned it away. Read by the key of the mail's deliveries, a part at a time: a job reads everybody who got it.
select substr(d.address, instr(d.address, '@') + 1) as domain,
    max(d.person_id) as last, count(*) as people, count(*) filter (where d.state = 'sent') as sent, count(*) filter (where d.state = 'refused' and d.answer is distinct from @not_asked) as refused,
    count(*) filter (where d.bounce = 'hard') as hard, count(*) filter (where d.bounce in ('block', 'policy')) as blocked, count(*) filter (where d.bounce = 'soft') as soft,
    count(d.clicked_at) as clicked, count(d.unsubscribed_at) as unsubscribed, count(d.complained_at) as complained
from (
    select m.person_id, m.address, m.state, m.answer, m.bounce, m.clicked_at, m.unsubscribed_at, m.complained_at
    from mail_delivery m
    where m.nation_id = @nation_id and m.month = @month and m.blast_id = @blast_id and m.person_id > @after
    order by m.person_id
    limit @most) d
group by 1
