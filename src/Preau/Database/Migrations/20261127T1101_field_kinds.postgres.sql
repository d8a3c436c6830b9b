-- Own fields of more kinds, in groups, with who sees and changes them, and with rules. Money and several choices are whole numbers, a person is a reference.
alter table custom_field add column group_name text not null default '';
alter table custom_field add column help text not null default '';
alter table custom_field add column seen_by text not null default 'everybody';
alter table custom_field add column changed_by text not null default 'staff';
alter table custom_field add column is_required boolean not null default false;
alter table custom_field add column least text;
alter table custom_field add column most text;
alter table custom_field add column longest integer;
alter table custom_field add column pattern text not null default 'none';
alter table custom_field add column currency text not null default '';
alter table custom_field add column retired_at timestamptz;
alter table custom_field add column removed_at timestamptz;

alter table custom_value add column long_key text;
alter table custom_value add column whole_value bigint;
alter table custom_value add column linked_person_id bigint;
alter table custom_value add foreign key (nation_id, linked_person_id) references person (nation_id, id);
create index custom_value_by_long on custom_value (nation_id, custom_field_id) where long_key is not null;
create index custom_value_by_whole on custom_value (nation_id, custom_field_id, whole_value, person_id) where whole_value is not null;
create index custom_value_by_link on custom_value (nation_id, custom_field_id, linked_person_id) where linked_person_id is not null;
create index custom_value_by_linked on custom_value (nation_id, linked_person_id) where linked_person_id is not null;
