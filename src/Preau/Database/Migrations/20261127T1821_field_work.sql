-- How far a change of a field's choices is with everybody who has them; no total while there is none, nought while it is not counted yet.
alter table custom_field add column work_total bigint;
alter table custom_field add column work_done bigint not null default 0;
