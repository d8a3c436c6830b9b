create table mail_delivery (
    nation_id bigint not null,
    month integer not null,
    blast_id bigint not null,
    person_id bigint not null,
    address text not null,
    state text not null,
    attempts integer not null,
    holder text,
    next_at timestamptz not null,
    at timestamptz not null,
    answer text,
    clicked_at timestamptz,
    unsubscribed_at timestamptz,
    primary key (nation_id, month, blast_id, person_id)
) without rowid;
create index mail_delivery_by_person on mail_delivery (nation_id, person_id, at);
create index mail_delivery_by_state on mail_delivery (nation_id, blast_id, state, next_at, person_id);

create table mail_click (
    nation_id bigint not null,
    month integer not null,
    id bigint not null,
    blast_id bigint not null,
    person_id bigint not null,
    mail_link_id bigint not null,
    at timestamptz not null,
    primary key (nation_id, month, id)
) without rowid;
create index mail_click_by_person on mail_click (nation_id, person_id, at);
create index mail_click_by_blast on mail_click (nation_id, blast_id, mail_link_id);
