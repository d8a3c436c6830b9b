-- Who is what to whom. Each relation is two rows, one for each of the two, so that either is found by its own person.
create table relation (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    other_person_id bigint not null,
    role text not null,
    title text not null,
    since date,
    until date,
    account_id bigint,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, other_person_id) references person (nation_id, id)
);
create unique index relation_by_person on relation (nation_id, person_id, role, other_person_id);
create index relation_by_other on relation (nation_id, other_person_id);
create index relation_by_role on relation (nation_id, role, person_id);
create index relation_by_removed_at on relation (nation_id, removed_at);

create table relation_type (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    reverse text not null,
    is_hierarchical boolean not null,
    created_at timestamptz not null,
    primary key (nation_id, id)
);
