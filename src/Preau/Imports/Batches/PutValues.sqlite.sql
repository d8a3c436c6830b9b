-- Values of own fields of people who were known before. Uses the primary key.
insert into custom_value (nation_id, person_id, custom_field_id, text_value, text_key, number_value, date_value, boolean_value, long_key, whole_value, linked_person_id)
select @nation_id, v.value ->> 'person_id', v.value ->> 'custom_field_id', v.value ->> 'text_value', v.value ->> 'text_key', v.value ->> 'number_value', v.value ->> 'date_value', v.value ->> 'boolean_value', v.value ->> 'long_key', v.value ->> 'whole_value', v.value ->> 'linked_person_id'
from json_each(@rows) v where true
on conflict (nation_id, person_id, custom_field_id) do update set
    text_value = excluded.text_value,
    text_key = excluded.text_key,
    number_value = excluded.number_value,
    date_value = excluded.date_value,
    boolean_value = excluded.boolean_value,
    long_key = excluded.long_key,
    whole_value = excluded.whole_value,
    linked_person_id = excluded.linked_person_id
