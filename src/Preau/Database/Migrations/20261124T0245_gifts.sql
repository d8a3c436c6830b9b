create table gift (
    nation_id bigint not null,
    id bigint not null,
    person_id bigint not null,
    status text not null,
    method text not null,
    amount_cents bigint not null,
    refunded_cents bigint not null,
    currency text not null,
    given_at timestamptz not null,
    received_at timestamptz,
    is_name_public boolean not null,
    language text not null,
    source text not null,
    needs_review boolean not null,
    reference text not null,
    entry_key text,
    primary key (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index gift_by_person on gift (nation_id, person_id);
create index gift_by_given_at on gift (nation_id, given_at, id);
create index gift_by_status on gift (nation_id, status, given_at, id);
create unique index gift_by_entry_key on gift (nation_id, entry_key);

create table gift_donor (
    nation_id bigint not null,
    gift_id bigint not null,
    first_name text not null,
    last_name text not null,
    name_key text not null,
    email_key text not null,
    postcode_key text not null,
    email text not null,
    phone text not null,
    nationality text not null,
    street text not null,
    street2 text not null,
    postcode text not null,
    city text not null,
    country text not null,
    attests_natural_person boolean not null,
    attests_own_account boolean not null,
    role text not null,
    card_country text,
    attested text not null,
    primary key (nation_id, gift_id),
    foreign key (nation_id, gift_id) references gift (nation_id, id)
);
create index gift_donor_by_name_key on gift_donor (nation_id, name_key);

create table gift_attempt (
    nation_id bigint not null,
    id bigint not null,
    gift_id bigint not null,
    gateway text not null,
    key text not null,
    session_id text,
    url text,
    payment_id text,
    status text not null,
    reason text,
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, gift_id) references gift (nation_id, id)
);
create unique index gift_attempt_by_key on gift_attempt (nation_id, key);
create unique index gift_attempt_by_session on gift_attempt (nation_id, gateway, session_id);
create index gift_attempt_by_payment on gift_attempt (nation_id, gateway, payment_id);
create index gift_attempt_by_gift on gift_attempt (nation_id, gift_id);
create index gift_attempt_by_status on gift_attempt (nation_id, status, opened_at);

create table gift_refund (
    nation_id bigint not null,
    id bigint not null,
    gift_id bigint not null,
    amount_cents bigint not null,
    key text not null,
    status text not null,
    reason text not null,
    refusal text,
    asked_by bigint,
    asked_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id),
    foreign key (nation_id, gift_id) references gift (nation_id, id)
);
create index gift_refund_by_gift on gift_refund (nation_id, gift_id);
create index gift_refund_by_status on gift_refund (nation_id, status);

create table gift_day (
    nation_id bigint not null references nation (id),
    day date not null,
    method text not null,
    currency text not null,
    gifts bigint not null,
    received_cents bigint not null,
    refunded_cents bigint not null,
    fee_cents bigint not null,
    primary key (nation_id, day, method, currency)
);

create table ledger_entry (
    nation_id bigint not null,
    id bigint not null,
    movement bigint not null,
    kind text not null,
    account text not null,
    amount_cents bigint not null,
    currency text not null,
    gift_id bigint not null,
    at timestamptz not null,
    primary key (nation_id, id),
    foreign key (nation_id, gift_id) references gift (nation_id, id)
);
create index ledger_entry_by_gift on ledger_entry (nation_id, gift_id);
create index ledger_entry_by_account on ledger_entry (nation_id, account, at, id);

create table webhook_event (
    nation_id bigint not null references nation (id),
    gateway text not null,
    event_id text not null,
    kind text not null,
    gift_id bigint,
    outcome text not null,
    received_at timestamptz not null,
    primary key (nation_id, gateway, event_id),
    foreign key (nation_id, gift_id) references gift (nation_id, id)
);

create table gift_gate (
    nation_id bigint not null references nation (id),
    turn bigint not null,
    primary key (nation_id)
);
