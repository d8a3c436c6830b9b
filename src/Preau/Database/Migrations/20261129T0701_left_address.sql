-- Who left the list wants nothing more in that mailbox, whosever record its address stands in: addresses of those who left before are kept, too.
insert into job (owner_id, kind, body, run_at, leased_until, lease, attempts, state, created_at)
select distinct nation_id, 'KeepLeft', '{}', 0, 0, 0, 0, 'waiting', 0 from consent_state where purpose = 'news' and is_given = false;
