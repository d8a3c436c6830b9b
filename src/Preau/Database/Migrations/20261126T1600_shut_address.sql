-- Who may be written to is a set, and fingerprints can be compared with no set: what they say of an address stands beside it.
alter table person_email add column is_shut boolean not null default false;
insert into job (owner_id, kind, body, run_at, leased_until, lease, attempts, state, created_at)
select distinct nation_id, 'MarkShut', '{}', 0, 0, 0, 0, 'waiting', 0 from suppression where channel = 'mail';
