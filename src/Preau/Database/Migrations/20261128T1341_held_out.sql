-- Part of a mail's audience that is left out on purpose, to measure what the mail does: in basis points, and how many they were.
alter table blast add column held_out_share integer not null default 0;
alter table blast_total add column held_out bigint not null default 0;
