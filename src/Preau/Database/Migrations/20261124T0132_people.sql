create table person (
    nation_id bigint not null references nation (id),
    id bigint not null,
    first_name text not null,
    last_name text not null,
    name_key text not null,
    sex text,
    born_on date,
    language text,
    support_level integer,
    employer text,
    occupation text,
    source text not null,
    is_roll_only boolean not null,
    assignee_id bigint references account (id),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    archived_at timestamptz,
    primary key (nation_id, id)
);
create index person_by_name_key on person (nation_id, name_key, id);
create index person_by_created_at on person (nation_id, created_at, id);
create index person_by_assignee on person (nation_id, assignee_id, id);

create table person_email (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    address text not null,
    email_key text not null,
    position integer not null,
    is_bad boolean not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_email_by_person on person_email (nation_id, person_id);
create index person_email_by_email_key on person_email (nation_id, email_key);

create table person_phone (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    number text not null,
    phone_key text not null,
    kind text not null,
    position integer not null,
    is_bad boolean not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_phone_by_person on person_phone (nation_id, person_id);
create index person_phone_by_phone_key on person_phone (nation_id, phone_key);

create table person_address (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    kind text not null,
    line1 text not null,
    line2 text not null,
    postcode text not null,
    city text not null,
    city_key text not null,
    city_code text,
    region text,
    country text not null,
    position integer not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_address_by_person on person_address (nation_id, person_id);
create index person_address_by_postcode on person_address (nation_id, postcode);
create index person_address_by_city_key on person_address (nation_id, city_key);

create table person_external_id (
    nation_id bigint not null,
    source text not null,
    value text not null,
    person_id bigint not null,
    primary key (nation_id, source, value),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_external_id_by_person on person_external_id (nation_id, person_id);

create table tag (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    primary key (nation_id, id)
);
create unique index tag_by_name_key on tag (nation_id, name_key);

create table person_tag (
    nation_id bigint not null,
    tag_id bigint not null,
    person_id bigint not null,
    added_at timestamptz not null,
    primary key (nation_id, tag_id, person_id),
    foreign key (nation_id, tag_id) references tag (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index person_tag_by_person on person_tag (nation_id, person_id);

create table custom_field (
    nation_id bigint not null references nation (id),
    id bigint not null,
    slug text not null,
    name text not null,
    kind text not null,
    choices text not null,
    position integer not null,
    primary key (nation_id, id)
);
create unique index custom_field_by_slug on custom_field (nation_id, slug);

create table custom_value (
    nation_id bigint not null,
    person_id bigint not null,
    custom_field_id bigint not null,
    text_value text,
    text_key text,
    number_value double precision,
    date_value date,
    boolean_value boolean,
    primary key (nation_id, person_id, custom_field_id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, custom_field_id) references custom_field (nation_id, id)
);
create index custom_value_by_text on custom_value (nation_id, custom_field_id, text_key);
create index custom_value_by_number on custom_value (nation_id, custom_field_id, number_value);

create table consent_entry (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    purpose text not null,
    is_given boolean not null,
    wording text not null,
    source text not null,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index consent_entry_by_person on consent_entry (nation_id, person_id, at);

create table consent_state (
    nation_id bigint not null,
    person_id bigint not null,
    purpose text not null,
    is_given boolean not null,
    at timestamptz not null,
    primary key (nation_id, person_id, purpose),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index consent_state_by_purpose on consent_state (nation_id, purpose, is_given, person_id);

create table suppression (
    nation_id bigint not null references nation (id),
    channel text not null,
    key_hash text not null,
    reason text not null,
    at timestamptz not null,
    primary key (nation_id, channel, key_hash)
);

create table note (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    author_id bigint references account (id),
    text text not null,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index note_by_person on note (nation_id, person_id, at);

create table provenance (
    nation_id bigint not null,
    person_id bigint not null,
    field text not null,
    source text not null,
    at timestamptz not null,
    primary key (nation_id, person_id, field),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
