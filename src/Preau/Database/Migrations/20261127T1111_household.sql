-- Who lives together, as addresses and surnames tell, and as it was corrected by hand. Members have no reference to people, since a row outlives its
-- person for the moment until the feed tells that they are gone; nor to households, which are written after them, once it is known who is in each.
create table household (
    nation_id bigint not null references nation (id),
    id bigint not null,
    home_key text not null,
    surname_key text not null,
    joined_into_id bigint,
    name text not null,
    name_key text not null,
    is_named boolean not null,
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    country text not null,
    city_key text not null,
    street_key text not null,
    member_count integer not null,
    primary key (nation_id, id)
);
create unique index household_by_home on household (nation_id, home_key, surname_key);
create index household_by_joined_into on household (nation_id, joined_into_id);
create index household_by_city on household (nation_id, city_key, street_key, id);
create index household_by_street on household (nation_id, street_key, id);
create index household_by_name on household (nation_id, name_key, id);
create index household_by_member_count on household (nation_id, member_count, id);

create table household_member (
    nation_id bigint not null references nation (id),
    person_id bigint not null,
    home_key text not null,
    surname_key text not null,
    household_id bigint,
    primary key (nation_id, person_id)
);
create index household_member_by_home on household_member (nation_id, home_key);
create index household_member_by_household on household_member (nation_id, household_id, person_id);

create table household_correction (
    nation_id bigint not null references nation (id),
    id bigint not null,
    kind text not null,
    into_id bigint,
    from_id bigint,
    name_before text,
    name_after text,
    account_id bigint,
    at timestamptz not null,
    undone_at timestamptz,
    primary key (nation_id, id)
);
create index household_correction_by_into on household_correction (nation_id, into_id, id);
create index household_correction_by_from on household_correction (nation_id, from_id, id);

create table household_placement (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    household_correction_id bigint not null,
    household_id bigint,
    is_by_rules boolean not null,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, household_correction_id) references household_correction (nation_id, id),
    foreign key (nation_id, household_id) references household (nation_id, id)
);
create index household_placement_by_person on household_placement (nation_id, person_id, id);
create index household_placement_by_correction on household_placement (nation_id, household_correction_id);
create index household_placement_by_household on household_placement (nation_id, household_id);

create table household_run (
    nation_id bigint not null references nation (id),
    id bigint not null,
    state text not null,
    done bigint not null,
    last_person_id bigint not null,
    account_id bigint,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id)
);
