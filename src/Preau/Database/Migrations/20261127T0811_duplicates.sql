-- Pairs that may be one person. Without a reference to people: a pair outlives its people for the moment until the feed tells that they are gone.
create table duplicate (
    nation_id bigint not null references nation (id),
    person_id bigint not null,
    other_person_id bigint not null,
    score integer not null,
    reasons text not null,
    is_sure boolean not null,
    state text not null,
    found_at timestamptz not null,
    decided_at timestamptz,
    account_id bigint,
    primary key (nation_id, person_id, other_person_id)
);
create index duplicate_by_other on duplicate (nation_id, other_person_id);
create index duplicate_by_score on duplicate (nation_id, state, is_sure, score, person_id, other_person_id);
create index duplicate_by_found_at on duplicate (nation_id, state, found_at, person_id, other_person_id);

create table merged_person (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index merged_person_by_person on merged_person (nation_id, person_id);

create table merge (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    kept_id bigint not null,
    gone_id bigint not null,
    gone_name text not null,
    undo text not null,
    stayed text,
    account_id bigint,
    at timestamptz not null,
    undone_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index merge_by_person on merge (nation_id, person_id, id);

create table sure_merge (
    nation_id bigint not null references nation (id),
    id bigint not null,
    state text not null,
    total bigint not null,
    done bigint not null,
    left_count bigint not null,
    last_person_id bigint not null,
    last_other_id bigint not null,
    account_id bigint,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id)
);
