-- Files that a campaign keeps of people: the rows. The bytes lie below the data folder, each under its key.
create table attachment (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    key text not null,
    name text not null,
    text text not null,
    bytes bigint not null,
    account_id bigint,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create unique index attachment_by_key on attachment (nation_id, key);
create index attachment_by_person on attachment (nation_id, person_id, created_at, id);
create index attachment_by_removed_at on attachment (nation_id, removed_at);
