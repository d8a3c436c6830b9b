-- Instants are milliseconds since 1970 (see Preau.Jobs). A job of the whole installation has no owner; others carry their nation's number.
create table job (
    id integer primary key autoincrement,
    owner_id bigint,
    kind text not null,
    body text not null,
    run_at bigint not null,
    leased_until bigint not null,
    lease bigint not null,
    attempts integer not null,
    state text not null,
    last_error text,
    created_at bigint not null,
    ended_at bigint
);
create index job_by_run_at on job (run_at, id) where state = 'waiting';
create index job_by_ended_at on job (state, ended_at) where state <> 'waiting';
create table job_schedule (
    name text not null primary key,
    next_at bigint not null
);
