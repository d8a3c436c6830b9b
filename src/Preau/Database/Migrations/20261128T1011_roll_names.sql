-- Electors who go by another name than the one they were born with are found by either, with the birth date. The next roll fills it for those who are there already.
alter table registration add column birth_key text;
alter table registration add column usage_key text;
create index registration_by_birth_key on registration (nation_id, birth_key) where birth_key is not null;
create index registration_by_usage_key on registration (nation_id, usage_key) where usage_key is not null;
