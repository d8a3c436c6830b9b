create table stored_file (
    nation_id bigint not null references nation (id),
    id bigint not null,
    key text not null,
    name text not null,
    alt text not null,
    width integer not null,
    height integer not null,
    bytes bigint not null,
    created_at timestamptz not null,
    primary key (nation_id, id)
);
create unique index stored_file_by_key on stored_file (nation_id, key);
