-- A version that is drawn by lot may be written in several languages: what somebody gets is a version, and its text in their language where there is one. Until now a text in another language was a version of its own, beside which none was
-- drawn; it becomes the first version in that language, and so do the deliveries, and what is kept of them, that went by it.
alter table mail_delivery add column language text;
update mail_delivery set language = t.language, version = 0
from (select v.nation_id, v.blast_id, b.month, v.place, v.language from blast_version v join blast b on b.nation_id = v.nation_id and b.id = v.blast_id where v.language is not null) as t
where mail_delivery.nation_id = t.nation_id and mail_delivery.month = t.month and mail_delivery.blast_id = t.blast_id and mail_delivery.version = t.place;

insert into blast_arm (nation_id, blast_id, place, people, clicked, unsubscribed, complained)
select a.nation_id, a.blast_id, 0, sum(a.people), sum(a.clicked), sum(a.unsubscribed), sum(a.complained) from blast_arm a
where a.place > 0 and exists (select 1 from blast_version v where v.nation_id = a.nation_id and v.blast_id = a.blast_id and v.language is not null)
group by a.nation_id, a.blast_id
on conflict (nation_id, blast_id, place) do update
set people = blast_arm.people + excluded.people, clicked = blast_arm.clicked + excluded.clicked, unsubscribed = blast_arm.unsubscribed + excluded.unsubscribed, complained = blast_arm.complained + excluded.complained;
delete from blast_arm where place > 0 and exists (select 1 from blast_version v where v.nation_id = blast_arm.nation_id and v.blast_id = blast_arm.blast_id and v.language is not null);
-- Counted again for whoever looks.
delete from blast_outcome where exists (select 1 from blast_version v where v.nation_id = blast_outcome.nation_id and v.blast_id = blast_outcome.blast_id and v.language is not null);

alter table blast_version drop constraint blast_version_pkey;
update blast_version set place = 0 where language is not null;
update blast_version set language = '' where language is null;
alter table blast_version alter column language set default '', alter column language set not null, add primary key (nation_id, blast_id, place, language);
