-- Whose servers take the mail of a domain that is no provider's own, as the DNS said.
create table mail_domain (
    nation_id bigint not null references nation (id),
    domain text not null,
    provider text not null,
    asked_at timestamptz not null,
    primary key (nation_id, domain)
);

create index mail_domain_by_asked_at on mail_domain (nation_id, asked_at);

-- That a domain of its own put our mails off, and until when nothing leaves for it.
create table mail_domain_trouble (
    nation_id bigint not null references nation (id),
    domain text not null,
    at timestamptz not null,
    closed_until timestamptz not null,
    answer text not null,
    primary key (nation_id, domain)
);
