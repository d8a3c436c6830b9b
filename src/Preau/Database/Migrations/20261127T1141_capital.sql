-- Political capital: points that people earned and spent. The ledger is only appended to; the balance of each is kept beside it.
create table capital_type (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    amount_cents bigint not null,
    occasion text not null,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (nation_id, id)
);
create unique index capital_type_by_name on capital_type (nation_id, name_key);

create table capital_entry (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    amount_cents bigint not null,
    is_spending boolean not null,
    capital_type_id bigint,
    reason text not null,
    source text not null,
    author_id bigint,
    at timestamptz not null,
    reverses_id bigint,
    entry_key text,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, capital_type_id) references capital_type (nation_id, id)
);
create index capital_entry_by_person on capital_entry (nation_id, person_id, at, id);
create index capital_entry_by_source on capital_entry (nation_id, source, person_id);
create index capital_entry_by_type on capital_entry (nation_id, capital_type_id);
create unique index capital_entry_by_reverses on capital_entry (nation_id, reverses_id);
create unique index capital_entry_by_entry_key on capital_entry (nation_id, entry_key);

create table capital_balance (
    nation_id bigint not null,
    person_id bigint not null,
    balance_cents bigint not null,
    earned_cents bigint not null,
    spent_cents bigint not null,
    primary key (nation_id, person_id)
);
create index capital_balance_by_balance on capital_balance (nation_id, balance_cents, person_id);
create index capital_balance_by_earned on capital_balance (nation_id, earned_cents, person_id);
create index capital_balance_by_spent on capital_balance (nation_id, spent_cents, person_id);
