-- One statement, so that two who leave one mailbox at once both succeed. A no that nobody can have misheard stays the reason.
insert into suppression (nation_id, channel, key_hash, reason, at) values (@nation_id, 'news', @print, @reason, @at)
on conflict (nation_id, channel, key_hash) do update set reason = excluded.reason where suppression.reason <> 'unsubscribed'
