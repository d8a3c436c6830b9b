-- A sequence numbers the lines, but a slow transaction may commit a smaller number later: readers order by the transaction first.
create sequence change_position;
create table change (
    position bigint not null default nextval('change_position'),
    month integer not null,
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    nation_id bigint not null,
    at timestamptz not null,
    kind text not null,
    subject_id bigint,
    person_ids text not null,
    primary key (month, position)
) partition by range (month);
create table change_default partition of change default;
create index change_by_xid on change (xid, position);

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
) partition by range (month);
create table audit_entry_default partition of audit_entry default;
create index audit_entry_by_concerns on audit_entry (nation_id, concerns_id);
