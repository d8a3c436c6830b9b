create table segment (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    tree text not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (nation_id, id)
);
create unique index segment_by_name on segment (nation_id, name);

create table segment_count (
    nation_id bigint not null,
    segment_id bigint not null,
    count bigint not null,
    counted_at timestamptz not null,
    stale_since timestamptz,
    primary key (nation_id, segment_id),
    foreign key (nation_id, segment_id) references segment (nation_id, id)
);
