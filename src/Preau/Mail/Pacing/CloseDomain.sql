-- The last time that a domain of its own put our mails off several times in a row.
insert into mail_domain_trouble (nation_id, domain, at, closed_until, answer)
values (@nation_id, @domain, @at, @closed_until, @answer)
on conflict (nation_id, domain) do update set at = excluded.at, closed_until = excluded.closed_until, answer = excluded.answer
