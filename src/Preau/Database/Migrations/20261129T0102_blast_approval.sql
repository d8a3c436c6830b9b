-- Somebody asked for a message to be approved, and what a second person said.
create table blast_approval (
    nation_id bigint not null,
    id bigint not null,
    blast_id bigint not null,
    state text not null,
    mark text not null,
    people bigint not null,
    send_at timestamptz,
    asked_by bigint not null,
    asked_at timestamptz not null,
    asked_note text,
    decided_by bigint,
    decided_at timestamptz,
    decided_note text,
    primary key (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
create index blast_approval_by_blast on blast_approval (nation_id, blast_id, id);
create index blast_approval_by_state on blast_approval (nation_id, state, id);
