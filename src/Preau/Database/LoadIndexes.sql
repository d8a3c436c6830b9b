-- Indexes of people that a first load does without: it makes them when all rows are in, which takes the store about half the work of keeping them right row by row.
-- Each as the migrations left it (a test compares). Those that are missing are made when the program starts, and every few minutes (Imports/MendLoadSchema).
create index person_by_name_key on person (nation_id, name_key, id);
create index person_by_given_key on person (nation_id, given_key, id);
create index person_by_created_at on person (nation_id, created_at, id);
create index person_contact_by_created_at on person (nation_id, created_at, id) where not is_roll_only;
create index person_by_source on person (nation_id, source, id);
create index person_by_born_on on person (nation_id, born_on, name_key) where born_on is not null;
create index person_by_support_level on person (nation_id, support_level, id) where support_level is not null;
create index person_email_by_email_key on person_email (nation_id, email_key);
create index person_phone_by_phone_key on person_phone (nation_id, phone_key);
create index person_address_by_postcode on person_address (nation_id, postcode);
create index person_address_by_city_key on person_address (nation_id, city_key);
create index custom_value_by_text on custom_value (nation_id, custom_field_id, text_key) where text_key is not null;
create index custom_value_by_number on custom_value (nation_id, custom_field_id, number_value) where number_value is not null;
create index custom_value_by_date on custom_value (nation_id, custom_field_id, date_value) where date_value is not null;
create index custom_value_by_boolean on custom_value (nation_id, custom_field_id, boolean_value) where boolean_value is not null;
create index consent_state_by_purpose on consent_state (nation_id, purpose, is_given, person_id);
create index consent_state_by_at on consent_state (nation_id, purpose, at) where is_given;
