-- What the DNS said of a domain.
insert into mail_domain (nation_id, domain, provider, asked_at)
values (@nation_id, @domain, @provider, @asked_at)
on conflict (nation_id, domain) do update set provider = excluded.provider, asked_at = excluded.asked_at
