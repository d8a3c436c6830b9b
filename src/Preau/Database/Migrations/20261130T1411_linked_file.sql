-- Files that mails and pages link to: the rows. The bytes lie below the data folder, each under its key.
create table linked_file (
    nation_id bigint not null references nation (id),
    id bigint not null,
    key text not null,
    name text not null,
    bytes bigint not null,
    account_id bigint,
    created_at timestamptz not null,
    primary key (nation_id, id)
);
create unique index linked_file_by_key on linked_file (nation_id, key);
