-- A name leads before the DNS does: it is shown as the campaign's address once a request under it arrived, or once somebody chose it.
alter table host_name add column seen_at timestamptz;
alter table host_name add column is_main boolean not null default false;
-- What links begin with today stays so.
update host_name set is_main = true
where not exists (select 1 from host_name earlier where earlier.nation_id = host_name.nation_id and earlier.surface = host_name.surface and earlier.id < host_name.id);
