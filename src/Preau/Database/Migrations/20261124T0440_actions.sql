create table action_taken (
    nation_id bigint not null references nation (id),
    id bigint not null,
    person_id bigint not null,
    page_group_id bigint not null,
    page_title text not null,
    kind text not null,
    is_name_public boolean not null,
    comment text,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create unique index action_taken_by_person on action_taken (nation_id, person_id, page_group_id, kind);
create index action_taken_by_page on action_taken (nation_id, page_group_id, at, id);

create table page_total (
    nation_id bigint not null references nation (id),
    page_group_id bigint not null,
    count bigint not null,
    primary key (nation_id, page_group_id)
);

create table page_form_options (
    nation_id bigint not null references nation (id),
    page_group_id bigint not null,
    tags text not null,
    primary key (nation_id, page_group_id)
);
