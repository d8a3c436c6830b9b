-- What people did after following a link of theirs, kind by kind. Of what was counted before, nothing is known of the kinds until it is counted again.
alter table blast_outcome add column linked_signatures bigint not null default 0;
alter table blast_outcome add column linked_signed_up bigint not null default 0;
