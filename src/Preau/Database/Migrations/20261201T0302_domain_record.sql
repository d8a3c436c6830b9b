-- How each record of the sender's domain stood when the DNS was looked at last, and before.
create table domain_record (
    nation_id bigint not null references nation (id),
    part text not null,
    domain text not null,
    state text not null,
    before text,
    changed_at timestamptz not null,
    seen_at timestamptz not null,
    primary key (nation_id, part)
);
