-- Lists that somebody made: who is on one stays on it until they are taken off.
create table person_list (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    description text not null,
    owner_id bigint,
    member_count bigint not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id)
);
create unique index person_list_by_name on person_list (nation_id, name_key);

create table person_list_member (
    nation_id bigint not null,
    person_list_id bigint not null,
    person_id bigint not null,
    added_at timestamptz not null,
    primary key (nation_id, person_list_id, person_id),
    foreign key (nation_id, person_list_id) references person_list (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_list_member_by_person on person_list_member (nation_id, person_id);
