-- A yes of a form that waits until the owner of the address has confirmed it.
create table pending_yes (
    nation_id bigint not null references nation (id),
    person_id bigint not null,
    address text not null,
    address_key text not null,
    language text not null,
    source text not null,
    questions text not null,
    asked_at timestamptz not null,
    letters integer not null,
    sent_at timestamptz,
    primary key (nation_id, person_id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index pending_yes_by_address on pending_yes (nation_id, address_key);
