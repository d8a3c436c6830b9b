-- Adds the deliveries of these people that were written since then to what their groups come to: -2 are held out (DrawLots.HeldOut), -1 got a version by no lot (MailDelivery.Undecided), as BlastArm.Of says. Reads by the key of the mail's deliveries.
insert into blast_arm (nation_id, blast_id, place, people, clicked, unsubscribed, complained)
select d.nation_id, d.blast_id, case when d.state = 'held_out' then -2 when d.is_rest = true then -1 else d.wave * 4 + d.version end as arm, count(*), count(d.clicked_at), count(d.unsubscribed_at), count(d.complained_at)
from mail_delivery d
where d.nation_id = @nation_id and d.month = @month and d.blast_id = @blast_id and d.person_id > @after and d.person_id <= @last and d.at >= @since
group by d.nation_id, d.blast_id, arm
order by arm
on conflict (nation_id, blast_id, place) do update
set people = blast_arm.people + excluded.people, clicked = blast_arm.clicked + excluded.clicked, unsubscribed = blast_arm.unsubscribed + excluded.unsubscribed, complained = blast_arm.complained + excluded.complained
