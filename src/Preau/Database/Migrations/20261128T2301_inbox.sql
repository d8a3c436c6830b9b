-- Answers to the campaign's mails: conversations, their mails and notes, who has one open, answers that are kept, and what is done by itself.
create table mail_thread (
    nation_id bigint not null,
    id bigint not null,
    address_key text not null,
    address text not null,
    name text not null,
    subject text not null,
    subject_key text not null,
    person_id bigint,
    sent_to_id bigint,
    blast_id bigint,
    assignee_id bigint,
    is_automatic boolean not null,
    is_closed boolean not null,
    is_unread boolean not null,
    last_at timestamptz not null,
    last_in_at timestamptz,
    turn integer not null,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
create index mail_thread_by_address_key on mail_thread (nation_id, address_key, last_at);
create index mail_thread_by_person on mail_thread (nation_id, person_id);
create index mail_thread_by_sent_to on mail_thread (nation_id, sent_to_id) where sent_to_id is not null;
create index mail_thread_by_blast on mail_thread (nation_id, blast_id);
create index mail_thread_by_last_at on mail_thread (nation_id, is_automatic, is_closed, last_at, id);
create index mail_thread_by_assignee on mail_thread (nation_id, assignee_id, is_closed, last_at, id);

create table inbox_mail (
    nation_id bigint not null,
    id bigint not null,
    mail_thread_id bigint not null,
    person_id bigint,
    kind text not null,
    subject text not null,
    text text not null,
    quoted text not null,
    attachments text not null,
    message_key text,
    message_id text,
    is_automatic boolean not null,
    is_cut boolean not null,
    leave text not null,
    search_key text not null,
    state text not null,
    reason text,
    answer text,
    author_id bigint,
    entry_key text,
    at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, mail_thread_id) references mail_thread (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index inbox_mail_by_mail_thread on inbox_mail (nation_id, mail_thread_id, at, id);
create index inbox_mail_by_person on inbox_mail (nation_id, person_id, at, id);
create index inbox_mail_by_message_id on inbox_mail (nation_id, message_id);
create index inbox_mail_by_state on inbox_mail (nation_id, state, started_at);
create index inbox_mail_by_kind on inbox_mail (nation_id, kind, at, id);
create unique index inbox_mail_by_message_key on inbox_mail (nation_id, message_key);
create unique index inbox_mail_by_entry_key on inbox_mail (nation_id, entry_key);

create table thread_reader (
    nation_id bigint not null,
    mail_thread_id bigint not null,
    account_id bigint not null,
    at timestamptz not null,
    primary key (nation_id, mail_thread_id, account_id),
    foreign key (nation_id, mail_thread_id) references mail_thread (nation_id, id)
);

create table saved_reply (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    language text not null,
    text text not null,
    changed_at timestamptz not null,
    primary key (nation_id, id)
);
create index saved_reply_by_name_key on saved_reply (nation_id, name_key, id);

create table inbox_rule (
    nation_id bigint not null references nation (id),
    id bigint not null,
    phrases text not null,
    tag_name text,
    assignee_id bigint,
    changed_at timestamptz not null,
    primary key (nation_id, id)
);
