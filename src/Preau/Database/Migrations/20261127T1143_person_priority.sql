-- How much a campaign wants to win somebody, 1 to 5.
alter table person add column priority integer;
create index person_by_priority on person (nation_id, priority, id) where priority is not null;
