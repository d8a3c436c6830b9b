-- What lists of mails are searched by, and the lists of those who clicked or left, which are short beside the audience.
alter table blast add column subject_key text not null default '';
create index mail_delivery_by_click on mail_delivery (nation_id, blast_id, person_id) where clicked_at is not null;
create index mail_delivery_by_leaving on mail_delivery (nation_id, blast_id, person_id) where unsubscribed_at is not null;
