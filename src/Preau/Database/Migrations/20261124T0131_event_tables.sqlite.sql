-- position is the order of commits, since SQLite has one writer; autoincrement never gives a number twice.
create table change (
    position integer primary key autoincrement,
    month integer not null,
    xid bigint not null default 0,
    nation_id bigint not null,
    at timestamptz not null,
    kind text not null,
    subject_id bigint,
    person_ids text not null
);
create index change_by_month on change (month);

create table audit_entry (
    nation_id bigint not null,
    month integer not null,
    id bigint not null,
    at timestamptz not null,
    actor text not null,
    account_id bigint,
    action text not null,
    subject_id bigint,
    concerns_id bigint,
    count integer not null,
    details text,
    primary key (nation_id, month, id)
);
create index audit_entry_by_concerns on audit_entry (nation_id, concerns_id);
