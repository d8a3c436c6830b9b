-- The last time that a provider asked for fewer mails.
insert into mail_lane_trouble (nation_id, provider, at, closed_until, answer)
values (@nation_id, @provider, @at, @closed_until, @answer)
on conflict (nation_id, provider) do update set at = excluded.at, closed_until = excluded.closed_until, answer = excluded.answer
