-- What the groups of a large mail's audience did, as it was counted last.
create table blast_outcome (
    nation_id bigint not null references nation (id),
    blast_id bigint not null,
    place integer not null,
    people bigint not null,
    acted bigint not null,
    came bigint not null,
    signatures bigint not null,
    signed_up bigint not null,
    gave bigint not null,
    cents bigint not null,
    squares double precision not null,
    linked bigint not null,
    linked_cents bigint not null,
    clicked bigint not null,
    unsubscribed bigint not null,
    counted_at timestamptz not null,
    primary key (nation_id, blast_id, place),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
