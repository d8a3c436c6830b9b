-- Installation-wide tables, and what every nation has.
create table id_block (
    nation_id bigint not null,
    table_name text not null,
    next_id bigint not null,
    primary key (nation_id, table_name)
);

create table protection_key (name text not null primary key, xml text not null);

create table nation (
    id bigint not null primary key,
    slug text not null,
    name text not null,
    time_zone text not null,
    language text not null,
    currency text not null,
    country text not null,
    created_at timestamptz not null
);
create unique index nation_by_slug on nation (slug);

create table host_name (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    surface text not null,
    primary key (nation_id, id)
);
create unique index host_name_by_name on host_name (name);

create table setting (
    nation_id bigint not null references nation (id),
    name text not null,
    value text not null,
    primary key (nation_id, name)
);

create table account (
    id bigint not null primary key,
    email text not null,
    email_key text not null,
    name text not null,
    password_hash text,
    security_stamp text not null,
    language text,
    failed_sign_ins integer not null,
    locked_until timestamptz,
    created_at timestamptz not null
);
create unique index account_by_email_key on account (email_key);

create table membership (
    nation_id bigint not null references nation (id),
    account_id bigint not null references account (id),
    role text not null,
    created_at timestamptz not null,
    primary key (nation_id, account_id)
);
create index membership_by_account on membership (account_id);

create table session (
    id bigint not null primary key,
    account_id bigint not null references account (id),
    secret_hash text not null,
    user_agent text not null,
    ip_address text not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null
);
create unique index session_by_secret_hash on session (secret_hash);
create index session_by_account on session (account_id);

create table change_reader (
    name text not null primary key,
    xid bigint not null,
    position bigint not null,
    leased_until_ms bigint not null,
    holder text,
    caught_up_at timestamptz
);
