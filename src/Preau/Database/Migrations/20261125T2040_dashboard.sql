-- What the dashboard counts, by the day of the nation's calendar; what each person adds to it, so that a change takes out exactly what was
-- put in; and by which clock the days were told.
create table roll_up_day (
    nation_id bigint not null references nation (id),
    measure text not null,
    day date not null,
    source text not null,
    count bigint not null,
    cents bigint not null,
    primary key (nation_id, measure, day, source)
);

create table roll_up_share (
    nation_id bigint not null,
    person_id bigint not null,
    measure text not null,
    day date not null,
    source text not null,
    count bigint not null,
    cents bigint not null,
    primary key (nation_id, person_id, measure, day, source)
);
create index roll_up_share_unwritten on roll_up_share (nation_id, person_id) where measure = 'unwritten';

create table roll_up_clock (
    nation_id bigint not null references nation (id),
    time_zone text not null,
    primary key (nation_id)
);

create table goal (
    nation_id bigint not null references nation (id),
    id bigint not null,
    measure text not null,
    target bigint not null,
    starts_on date not null,
    due_on date not null,
    created_at timestamptz not null,
    primary key (nation_id, id)
);

-- The list of all sign-ups and signatures, newest first.
create index action_taken_by_at on action_taken (nation_id, kind, at, id);
