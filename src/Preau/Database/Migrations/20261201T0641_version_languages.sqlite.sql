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

-- SQLite changes no primary key of a table that is there.
create table blast_version_by_language (
    nation_id bigint not null,
    blast_id bigint not null,
    place integer not null,
    language text not null default '',
    subject text not null,
    body text not null,
    sender_name text,
    preheader text,
    delay_minutes integer not null default 0,
    reply_to text,
    primary key (nation_id, blast_id, place, language),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
insert into blast_version_by_language (nation_id, blast_id, place, language, subject, body, sender_name, preheader, delay_minutes, reply_to)
select nation_id, blast_id, case when language is null then place else 0 end, coalesce(language, ''), subject, body, sender_name, preheader, delay_minutes, reply_to from blast_version;
drop table blast_version;
alter table blast_version_by_language rename to blast_version;
