-- A mail that comes back every week or month, with what is new since the last one. Each issue is an ordinary blast.
create table newsletter (
    nation_id bigint not null references nation (id),
    id bigint not null,
    blast_id bigint not null,
    source text not null,
    feed_url text,
    cadence text not null,
    day integer not null,
    hour integer not null,
    is_by_itself boolean not null,
    is_on boolean not null,
    next_at timestamptz,
    last_at timestamptz,
    outcome text,
    trouble text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);

-- What stood in an issue, so that it stands in no other.
create table newsletter_item (
    nation_id bigint not null,
    newsletter_id bigint not null,
    item_key text not null,
    at timestamptz not null,
    primary key (nation_id, newsletter_id, item_key),
    foreign key (nation_id, newsletter_id) references newsletter (nation_id, id)
);

alter table blast add column issue_of bigint;
create index blast_by_issue_of on blast (nation_id, issue_of, id) where issue_of is not null;
