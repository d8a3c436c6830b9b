-- Mails to many people, and what became of each. Deliveries and clicks grow with traffic: their month is in their key and nothing refers to them.
create table blast (
    nation_id bigint not null references nation (id),
    id bigint not null,
    subject text not null,
    preheader text not null,
    body text not null,
    language text not null,
    segment_id bigint,
    state text not null,
    send_at timestamptz,
    tree text,
    sentence text,
    sender_name text,
    reply_to text,
    problem text,
    author_id bigint references account (id),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    month integer,
    frozen_at timestamptz,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, segment_id) references segment (nation_id, id)
);
create index blast_by_state on blast (nation_id, state, send_at);

create table blast_total (
    nation_id bigint not null,
    blast_id bigint not null,
    audience bigint not null,
    sent bigint not null,
    refused bigint not null,
    skipped bigint not null,
    unknown bigint not null,
    cancelled bigint not null,
    clicked bigint not null,
    unsubscribed bigint not null,
    primary key (nation_id, blast_id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);

create table mail_link (
    nation_id bigint not null,
    id bigint not null,
    blast_id bigint not null,
    url text not null,
    primary key (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
create index mail_link_by_blast on mail_link (nation_id, blast_id);
