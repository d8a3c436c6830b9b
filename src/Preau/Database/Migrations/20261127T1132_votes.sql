-- What voter files say of people: party and registration, and in which elections they cast a ballot, which says nothing of what was on it.
create table voter_facts (
    nation_id bigint not null,
    person_id bigint not null,
    party text,
    party_key text not null,
    previous_party text,
    registered_on date,
    is_active boolean,
    is_early boolean,
    is_absentee boolean,
    is_permanent_absentee boolean,
    precinct_code text,
    precinct_name text,
    primary key (nation_id, person_id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index voter_facts_by_party on voter_facts (nation_id, party_key, person_id);

create table election (
    nation_id bigint not null references nation (id),
    id bigint not null,
    held_on date not null,
    name text not null,
    name_key text not null,
    place text not null,
    since_import_id bigint,
    primary key (nation_id, id)
);
create unique index election_by_day on election (nation_id, held_on, place, name_key);

create table ballot (
    nation_id bigint not null,
    election_id bigint not null,
    person_id bigint not null,
    method text not null,
    party text,
    cast_on date,
    source text not null,
    primary key (nation_id, election_id, person_id),
    foreign key (nation_id, election_id) references election (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index ballot_by_person on ballot (nation_id, person_id, election_id);
