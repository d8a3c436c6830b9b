-- Who voted after a large mail with a hold-out, as it was counted last.
create table blast_turnout (
    nation_id bigint not null references nation (id),
    blast_id bigint not null,
    held_on date not null,
    written bigint not null,
    held bigint not null,
    counted_at timestamptz not null,
    primary key (nation_id, blast_id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
