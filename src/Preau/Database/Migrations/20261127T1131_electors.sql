-- The electoral roll: where people are registered, the polling stations, what each roll that was brought in was, and what it changed.
alter table import add column layout text not null default 'people';

create table polling_station (
    nation_id bigint not null references nation (id),
    id bigint not null,
    commune_code text not null,
    commune_name text not null,
    code text not null,
    code_key text not null,
    name text not null,
    constituency text,
    canton text,
    elector_count bigint not null,
    seen_import_id bigint,
    closed_on date,
    primary key (nation_id, id)
);
create unique index polling_station_by_code on polling_station (nation_id, commune_code, code_key);

create table registration (
    nation_id bigint not null,
    person_id bigint not null,
    commune_code text not null,
    polling_station_id bigint,
    lists integer not null,
    order_number text,
    birth_name text not null,
    usage_name text,
    given_names text not null,
    birth_year integer,
    elector_key text not null,
    since_import_id bigint,
    since_on date,
    seen_import_id bigint,
    seen_lists integer not null,
    struck_off_on date,
    primary key (nation_id, person_id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, polling_station_id) references polling_station (nation_id, id)
);
create index registration_by_elector_key on registration (nation_id, elector_key);
create index registration_by_polling_station on registration (nation_id, polling_station_id, elector_key);
create index registration_by_commune on registration (nation_id, commune_code, person_id);

create table electoral_roll (
    nation_id bigint not null,
    import_id bigint not null,
    authority text not null,
    listed_on date not null,
    is_complete boolean not null,
    undertaking text not null,
    attested_by text not null,
    attested_by_id bigint,
    attested_at timestamptz not null,
    paper_name text,
    paper_path text,
    listed_count bigint not null,
    moved_count bigint not null,
    moved_commune_count bigint not null,
    returned_count bigint not null,
    struck_off_count bigint not null,
    collapsed_count bigint not null,
    unplaced_count bigint not null,
    undated_count bigint not null,
    objected_count bigint not null,
    primary key (nation_id, import_id),
    foreign key (nation_id, import_id) references import (nation_id, id)
);

create table roll_commune (
    nation_id bigint not null,
    import_id bigint not null,
    code text not null,
    name text not null,
    lists integer not null,
    is_new boolean not null,
    row_count bigint not null,
    first_line bigint not null,
    primary key (nation_id, import_id, code),
    foreign key (nation_id, import_id) references import (nation_id, id)
);

create table roll_change (
    nation_id bigint not null,
    import_id bigint not null,
    person_id bigint not null,
    kind text not null,
    from_commune text,
    to_commune text,
    from_station_id bigint,
    to_station_id bigint,
    primary key (nation_id, import_id, person_id),
    foreign key (nation_id, import_id) references import (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index roll_change_by_kind on roll_change (nation_id, import_id, kind, person_id);
create index roll_change_by_person on roll_change (nation_id, person_id);

create table station_change (
    nation_id bigint not null,
    import_id bigint not null,
    station_id bigint not null,
    kind text not null,
    before text,
    after text,
    primary key (nation_id, import_id, station_id, kind),
    foreign key (nation_id, import_id) references import (nation_id, id)
);
