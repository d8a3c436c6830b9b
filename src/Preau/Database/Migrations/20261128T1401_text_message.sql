-- Text messages to and from a telephone number, one conversation a number.
create table conversation (
    nation_id bigint not null,
    id bigint not null,
    number_key text not null,
    person_id bigint,
    last_at timestamptz not null,
    last_in_at timestamptz,
    is_unread boolean not null,
    confirmed_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create unique index conversation_by_number_key on conversation (nation_id, number_key);
create index conversation_by_person on conversation (nation_id, person_id);
create index conversation_by_last_at on conversation (nation_id, last_at, id);
create index conversation_by_is_unread on conversation (nation_id, is_unread, last_at, id);

create table text_message (
    nation_id bigint not null,
    id bigint not null,
    conversation_id bigint not null,
    person_id bigint,
    number_key text not null,
    is_incoming boolean not null,
    text text not null,
    state text not null,
    reason text,
    answer text,
    gateway_id text,
    author_id bigint,
    is_confirmation boolean not null,
    is_signed boolean not null,
    entry_key text,
    at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, conversation_id) references conversation (nation_id, id)
);
create index text_message_by_person on text_message (nation_id, person_id, at, id);
create index text_message_by_number_key on text_message (nation_id, number_key, at, id);
create index text_message_by_conversation on text_message (nation_id, conversation_id, at, id);
create index text_message_by_state on text_message (nation_id, state, started_at);
create index text_message_by_gateway_id on text_message (nation_id, gateway_id);
create unique index text_message_by_entry_key on text_message (nation_id, entry_key);
