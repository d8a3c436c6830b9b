-- Values of own fields of people who were known before. Uses the primary key.
insert into custom_value (nation_id, person_id, custom_field_id, text_value, text_key, number_value, date_value, boolean_value, long_key, whole_value, linked_person_id)
select @nation_id, v.person_id, v.custom_field_id, v.text_value, v.text_key, v.number_value, v.date_value, v.boolean_value, v.long_key, v.whole_value, v.linked_person_id
from json_to_recordset(cast(@rows as json)) as v(person_id bigint, custom_field_id bigint, text_value text, text_key text, number_value double precision, date_value date, boolean_value boolean, long_key text, whole_value bigint, linked_person_id bigint)
on conflict (nation_id, person_id, custom_field_id) do update set
    text_value = excluded.text_value,
    text_key = excluded.text_key,
    number_value = excluded.number_value,
    date_value = excluded.date_value,
    boolean_value = excluded.boolean_value,
    long_key = excluded.long_key,
    whole_value = excluded.whole_value,
    linked_person_id = excluded.linked_person_id
