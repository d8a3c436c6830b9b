-- What comes back of mails: bounces by kind, complaints, and how far the return mailbox was read.
alter table mail_delivery add column bounced_at timestamptz;
alter table mail_delivery add column bounce text;
alter table mail_delivery add column bounce_answer text;
alter table mail_delivery add column complained_at timestamptz;
alter table blast_total add column bounced bigint not null default 0;
alter table blast_total add column bounced_hard bigint not null default 0;
alter table blast_total add column complained bigint not null default 0;
-- A bit for each reason for which the breaker has stopped it once.
alter table blast add column tripped integer not null default 0;

create table return_mailbox (
    nation_id bigint not null references nation (id),
    name text not null,
    uid_validity bigint not null,
    last_uid bigint not null,
    read_at timestamptz,
    trouble text,
    bounces bigint not null,
    complaints bigint not null,
    leaves bigint not null,
    automatic bigint not null,
    forged bigint not null,
    others bigint not null,
    primary key (nation_id, name)
);
