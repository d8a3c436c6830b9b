-- Registrations as a roll, or the undo of one, leaves them.
insert into registration (nation_id, person_id, commune_code, polling_station_id, lists, order_number, birth_name, usage_name, given_names, birth_year, elector_key, birth_key, usage_key, since_import_id, since_on, seen_import_id, seen_lists, struck_off_on)
select @nation_id, v.value ->> 'person_id', v.value ->> 'commune_code', v.value ->> 'polling_station_id', v.value ->> 'lists', v.value ->> 'order_number', v.value ->> 'birth_name', v.value ->> 'usage_name', v.value ->> 'given_names', v.value ->> 'birth_year', v.value ->> 'elector_key', v.value ->> 'birth_key', v.value ->> 'usage_key', v.value ->> 'since_import_id', v.value ->> 'since_on', v.value ->> 'seen_import_id', v.value ->> 'seen_lists', v.value ->> 'struck_off_on'
from json_each(@rows) v where true
on conflict (nation_id, person_id) do update set
    commune_code = excluded.commune_code,
    polling_station_id = excluded.polling_station_id,
    lists = excluded.lists,
    order_number = excluded.order_number,
    birth_name = excluded.birth_name,
    usage_name = excluded.usage_name,
    given_names = excluded.given_names,
    birth_year = excluded.birth_year,
    elector_key = excluded.elector_key,
    birth_key = excluded.birth_key,
    usage_key = excluded.usage_key,
    since_import_id = excluded.since_import_id,
    since_on = excluded.since_on,
    seen_import_id = excluded.seen_import_id,
    seen_lists = excluded.seen_lists,
    struck_off_on = excluded.struck_off_on
