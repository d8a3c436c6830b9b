-- Registrations as a roll, or the undo of one, leaves them.
insert into registration (nation_id, person_id, commune_code, polling_station_id, lists, order_number, birth_name, usage_name, given_names, birth_year, elector_key, birth_key, usage_key, since_import_id, since_on, seen_import_id, seen_lists, struck_off_on)
select @nation_id, v.person_id, v.commune_code, v.polling_station_id, v.lists, v.order_number, v.birth_name, v.usage_name, v.given_names, v.birth_year, v.elector_key, v.birth_key, v.usage_key, v.since_import_id, v.since_on, v.seen_import_id, v.seen_lists, v.struck_off_on
from json_to_recordset(cast(@rows as json)) as v(person_id bigint, commune_code text, polling_station_id bigint, lists integer, order_number text, birth_name text, usage_name text, given_names text, birth_year integer, elector_key text, birth_key text, usage_key text, since_import_id bigint, since_on date, seen_import_id bigint, seen_lists integer, struck_off_on date)
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
