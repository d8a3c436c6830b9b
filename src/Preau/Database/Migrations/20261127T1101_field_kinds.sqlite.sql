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

-- SQLite adds no reference of two columns to a table that is there.
create table custom_value_wider (
    nation_id bigint not null,
    person_id bigint not null,
    custom_field_id bigint not null,
    text_value text,
    text_key text,
    number_value double precision,
    date_value date,
    boolean_value boolean,
    long_key text,
    whole_value bigint,
    linked_person_id bigint,
    primary key (nation_id, person_id, custom_field_id),
    foreign key (nation_id, person_id) references person (nation_id, id),
    foreign key (nation_id, custom_field_id) references custom_field (nation_id, id),
    foreign key (nation_id, linked_person_id) references person (nation_id, id)
);
insert into custom_value_wider (nation_id, person_id, custom_field_id, text_value, text_key, number_value, date_value, boolean_value)
select nation_id, person_id, custom_field_id, text_value, text_key, number_value, date_value, boolean_value from custom_value;
drop table custom_value;
alter table custom_value_wider rename to custom_value;
create index custom_value_by_text on custom_value (nation_id, custom_field_id, text_key) where text_key is not null;
create index custom_value_by_number on custom_value (nation_id, custom_field_id, number_value) where number_value is not null;
create index custom_value_by_date on custom_value (nation_id, custom_field_id, date_value) where date_value is not null;
create index custom_value_by_boolean on custom_value (nation_id, custom_field_id, boolean_value) where boolean_value is not null;
create index custom_value_by_long on custom_value (nation_id, custom_field_id) where long_key is not null;
create index custom_value_by_whole on custom_value (nation_id, custom_field_id, whole_value, person_id) where whole_value is not null;
create index custom_value_by_link on custom_value (nation_id, custom_field_id, linked_person_id) where linked_person_id is not null;
create index custom_value_by_linked on custom_value (nation_id, linked_person_id) where linked_person_id is not null;
