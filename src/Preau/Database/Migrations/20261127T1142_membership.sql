-- Memberships of people: of which type, from when until when. How one stands is worked out from its days; a type may leave some days of grace.
create table membership_type (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    description text not null,
    grace_days integer not null,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id)
);
create unique index membership_type_by_name on membership_type (nation_id, name_key);

create table person_membership (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    membership_type_id bigint not null,
    started_on date not null,
    expires_on date,
    suspended_on date,
    cancelled_on date,
    reason text not null,
    source text not null,
    author_id bigint,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, membership_type_id) references membership_type (nation_id, id)
);
create index person_membership_by_person on person_membership (nation_id, person_id);
create index person_membership_by_type on person_membership (nation_id, membership_type_id, id);
create index person_membership_by_expires_on on person_membership (nation_id, expires_on, id);
create index person_membership_by_source on person_membership (nation_id, source, person_id);
