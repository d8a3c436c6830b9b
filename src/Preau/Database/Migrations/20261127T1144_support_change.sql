-- Every support level that somebody had, with where it came from and who wrote it down.
create table support_change (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    level integer,
    source text not null,
    author_id bigint,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index support_change_by_person on support_change (nation_id, person_id, at, id);
