-- What a mail came to at each provider of mailboxes, as it was counted last. Stays when it is forgotten who got the mail.
create table blast_domain (
    nation_id bigint not null references nation (id),
    blast_id bigint not null,
    provider text not null,
    domain text not null,
    sent bigint not null,
    refused bigint not null,
    hard bigint not null,
    blocked bigint not null,
    soft bigint not null,
    clicked bigint not null,
    unsubscribed bigint not null,
    complained bigint not null,
    counted_at timestamptz not null,
    primary key (nation_id, blast_id, provider, domain),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
