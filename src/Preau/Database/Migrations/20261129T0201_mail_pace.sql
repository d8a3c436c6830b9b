-- What was handed over to one provider's mailboxes on one day, and what became of it by now.
create table mail_day (
    nation_id bigint not null references nation (id),
    day date not null,
    provider text not null,
    sent bigint not null,
    refused bigint not null,
    put_off bigint not null,
    hard bigint not null,
    blocked bigint not null,
    soft bigint not null,
    complained bigint not null,
    clicked bigint not null,
    primary key (nation_id, day, provider)
);

-- That a provider asked for fewer mails, and until when nothing leaves for it.
create table mail_lane_trouble (
    nation_id bigint not null references nation (id),
    provider text not null,
    at timestamptz not null,
    closed_until timestamptz not null,
    answer text not null,
    primary key (nation_id, provider)
);

-- How much later than the others a version leaves.
alter table blast_version add column delay_minutes integer not null default 0;

-- What leaves first, and what a person's share of messages does not hold back.
alter table blast add column priority text not null default 'normal';
