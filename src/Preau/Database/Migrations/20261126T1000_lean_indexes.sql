-- Most people have nobody who looks after them, and a value of an own field is of one kind only: what is not there needs no line in an index.
drop index person_by_assignee;
create index person_by_assignee on person (nation_id, assignee_id, id) where assignee_id is not null;
drop index custom_value_by_text;
create index custom_value_by_text on custom_value (nation_id, custom_field_id, text_key) where text_key is not null;
drop index custom_value_by_number;
create index custom_value_by_number on custom_value (nation_id, custom_field_id, number_value) where number_value is not null;
create index custom_value_by_date on custom_value (nation_id, custom_field_id, date_value) where date_value is not null;
create index custom_value_by_boolean on custom_value (nation_id, custom_field_id, boolean_value) where boolean_value is not null;
-- Who agreed to something within a week is a range, however many agreed to it before.
create index consent_state_by_at on consent_state (nation_id, purpose, at) where is_given;
