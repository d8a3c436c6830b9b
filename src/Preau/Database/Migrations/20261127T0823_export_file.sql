-- Large files that people take out: made in the background, kept for a day.
create table export_file (
    nation_id bigint not null references nation (id),
    id bigint not null,
    account_id bigint,
    kind text not null,
    ask text not null,
    format text not null,
    file_name text not null,
    path text not null,
    title text not null,
    language text not null,
    state text not null,
    total bigint not null,
    done bigint not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id)
);
create index export_file_by_account on export_file (nation_id, account_id, id);
