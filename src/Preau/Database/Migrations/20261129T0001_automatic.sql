-- What sends by itself. Its text is a blast that is never sent: each sending is a copy of it, or, of an answer, a mail to one person.
create table automatic_mail (
    nation_id bigint not null references nation (id),
    id bigint not null,
    kind text not null,
    page_id bigint,
    blast_id bigint not null,
    is_on boolean not null,
    days integer not null,
    hour integer not null,
    goal text not null,
    goal_group_id bigint,
    ran_on date,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
create index automatic_mail_by_page on automatic_mail (nation_id, page_id);

-- The turn of one person: the answer that they get, or the step that they come to. Once each, or once a year.
create table automatic_turn (
    nation_id bigint not null,
    automatic_mail_id bigint not null,
    person_id bigint not null,
    round integer not null,
    state text not null,
    due_at timestamptz not null,
    at timestamptz not null,
    first_name text,
    last_name text,
    address text,
    address_key text,
    answer text,
    blast_id bigint,
    primary key (nation_id, automatic_mail_id, person_id, round),
    foreign key (nation_id, automatic_mail_id) references automatic_mail (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
create index automatic_turn_by_state on automatic_turn (nation_id, automatic_mail_id, state, due_at);
create index automatic_turn_by_person on automatic_turn (nation_id, person_id);
create index automatic_turn_by_blast on automatic_turn (nation_id, blast_id, person_id) where blast_id is not null;
create index automatic_turn_by_address_key on automatic_turn (nation_id, address_key, at) where address_key is not null;

alter table blast add column pattern_of bigint;
alter table blast add column step_id bigint;
alter table blast add column resend_of bigint;
alter table blast add column is_answer boolean not null default false;
create index blast_by_step on blast (nation_id, step_id, id) where step_id is not null;
create unique index blast_by_resend_of on blast (nation_id, resend_of) where resend_of is not null;
