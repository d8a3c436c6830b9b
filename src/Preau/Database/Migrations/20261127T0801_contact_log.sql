-- What was said to people, by which way and with what result; and what is to be done next.
create table contact_log (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    author_id bigint,
    method text not null,
    status text not null,
    text text not null,
    at timestamptz not null,
    created_at timestamptz not null,
    support_before integer,
    support_after integer,
    marked_phone_id bigint,
    entry_key text,
    removed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index contact_log_by_person on contact_log (nation_id, person_id, at, id);
create index contact_log_by_at on contact_log (nation_id, at, id);
create index contact_log_by_author on contact_log (nation_id, author_id, at, id);
create index contact_log_by_method on contact_log (nation_id, method, at, id);
create index contact_log_by_status on contact_log (nation_id, status, at, id);
create index contact_log_by_removed_at on contact_log (nation_id, removed_at);
create unique index contact_log_by_entry_key on contact_log (nation_id, entry_key);

create table follow_up (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    contact_id bigint,
    what text not null,
    due_on date not null,
    assignee_id bigint references account (id),
    author_id bigint,
    created_at timestamptz not null,
    done_at timestamptz,
    done_by_id bigint,
    outcome_id bigint,
    removed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, contact_id) references contact_log (nation_id, id),
    foreign key (nation_id, outcome_id) references contact_log (nation_id, id)
);
create index follow_up_by_assignee on follow_up (nation_id, assignee_id, done_at, due_on, id);
create index follow_up_by_due_on on follow_up (nation_id, done_at, due_on, id);
create index follow_up_by_person on follow_up (nation_id, person_id);
create index follow_up_by_contact on follow_up (nation_id, contact_id);
create index follow_up_by_outcome on follow_up (nation_id, outcome_id);
create index follow_up_by_removed_at on follow_up (nation_id, removed_at);
