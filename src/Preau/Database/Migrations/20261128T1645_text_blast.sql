-- A blast goes out by mail or by text. Of a text the network may say that it arrived; each that was handed over stands in its conversation, too.
alter table blast add column channel text not null default 'email';
alter table blast_total add column delivered bigint not null default 0;
alter table mail_delivery add column delivered_at timestamptz;
alter table text_message add column blast_id bigint;
create index text_message_by_blast on text_message (nation_id, blast_id, person_id) where blast_id is not null;
