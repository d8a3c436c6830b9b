-- The links of a draft, and what was there when they were last asked.
create table checked_link (
    nation_id bigint not null,
    blast_id bigint not null,
    place integer not null,
    url text not null,
    state text not null,
    status integer,
    trouble text,
    at timestamptz not null,
    primary key (nation_id, blast_id, place),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
