-- By what the record came that is gone, or what stayed where that is older: whom an undone import still holds, within others.
alter table merged_person add column source text;
create index merged_person_by_source on merged_person (nation_id, source);
