-- What was done to many people at once, as long as it can be taken back.
create table bulk_act (
    nation_id bigint not null references nation (id),
    id bigint not null,
    account_id bigint,
    kind text not null,
    subject_id bigint,
    at timestamptz not null,
    people text not null,
    undone_at timestamptz,
    primary key (nation_id, id)
);
create index bulk_act_by_at on bulk_act (nation_id, at);
