-- What a mail does is measured: a part of its audience that is left out on purpose (in basis points, and how many they were), versions of its text, of which each reader gets
-- one, and a part that gets them first (in basis points) while the rest waits for the better one.
alter table blast add column held_out_share integer not null default 0;
alter table blast add column trial_share integer not null default 0;
alter table blast add column trial_minutes integer not null default 0;
alter table blast add column decide_at timestamptz;
alter table blast add column decided_at timestamptz;
alter table blast add column winner integer;
-- A bit for each version that was stopped.
alter table blast add column stopped integer not null default 0;
alter table blast add column is_clear boolean not null default false;
alter table blast_total add column held_out bigint not null default 0;
alter table mail_delivery add column version integer not null default 0;
alter table mail_delivery add column is_rest boolean not null default false;

create table blast_version (
    nation_id bigint not null,
    blast_id bigint not null,
    place integer not null,
    subject text not null,
    body text not null,
    sender_name text,
    primary key (nation_id, blast_id, place),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
