-- Where people live: what was put by hand, what the register of addresses and the boundaries make of it, and the sums that the map draws.
-- Computed rows have no reference to people: they outlive them for the moment until the feed tells that they are gone.
create table placed_by_hand (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    lat double precision not null,
    lon double precision not null,
    address_key text not null,
    author_id bigint,
    placed_at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index placed_by_hand_by_person on placed_by_hand (nation_id, person_id, placed_at, id);

create table person_place (
    nation_id bigint not null references nation (id),
    person_id bigint not null,
    address_id bigint,
    address_key text not null,
    lat double precision,
    lon double precision,
    accuracy text not null,
    score integer not null,
    label text not null,
    source text not null,
    cell bigint,
    placed_at timestamptz not null,
    primary key (nation_id, person_id)
);
create index person_place_by_cell on person_place (nation_id, cell, person_id);
create index person_place_by_accuracy on person_place (nation_id, accuracy, person_id);

create table place_total (
    nation_id bigint not null references nation (id),
    accuracy text not null,
    people bigint not null,
    primary key (nation_id, accuracy)
);

-- Sums are in millionths of a degree: whole numbers add up and take away without a rest.
create table map_cell (
    nation_id bigint not null references nation (id),
    level integer not null,
    x integer not null,
    y integer not null,
    people bigint not null,
    lat_sum bigint not null,
    lon_sum bigint not null,
    primary key (nation_id, level, x, y)
);

create table boundary_set (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    kind text not null,
    state text not null,
    file_name text not null,
    path text not null,
    code_field text,
    name_field text,
    fields text not null,
    boundary_count integer not null,
    left_out integer not null,
    people bigint not null,
    account_id bigint,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    look text not null,
    primary key (nation_id, id)
);
create unique index boundary_set_by_name_key on boundary_set (nation_id, name_key);

-- Shapes stand last: what lists read of a row lies before the pages that a long one fills.
create table boundary (
    nation_id bigint not null,
    id bigint not null,
    boundary_set_id bigint not null,
    code text not null,
    name text not null,
    sort_key text not null,
    west double precision not null,
    south double precision not null,
    east double precision not null,
    north double precision not null,
    people bigint not null,
    shape text not null,
    outline text not null,
    primary key (nation_id, id),
    foreign key (nation_id, boundary_set_id) references boundary_set (nation_id, id)
);
create index boundary_by_set on boundary (nation_id, boundary_set_id, sort_key, id);
create index boundary_by_code on boundary (nation_id, code);

create table person_boundary (
    nation_id bigint not null,
    boundary_set_id bigint not null,
    person_id bigint not null,
    boundary_id bigint not null,
    primary key (nation_id, boundary_set_id, person_id),
    foreign key (nation_id, boundary_set_id) references boundary_set (nation_id, id),
    foreign key (nation_id, boundary_id) references boundary (nation_id, id)
);
create index person_boundary_by_boundary on person_boundary (nation_id, boundary_id, person_id);
create index person_boundary_by_person on person_boundary (nation_id, person_id);

create table geo_work (
    nation_id bigint not null references nation (id),
    id bigint not null,
    kind text not null,
    state text not null,
    subject_id bigint,
    file_name text not null,
    path text not null,
    is_uploaded boolean not null,
    done bigint not null,
    total bigint not null,
    found bigint not null,
    last_id bigint not null,
    problem text,
    about text,
    account_id bigint,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id)
);
create index geo_work_by_state on geo_work (nation_id, state, id);
