-- Addresses that a file wrote over. Uses the primary key.
-- The nation depends on the row in name only: else SQLite, which knows no numbers of a young table, walks everybody and reads all rows for each.
update person_address set
    line1 = v.value ->> 'line1',
    line2 = v.value ->> 'line2',
    postcode = v.value ->> 'postcode',
    city = v.value ->> 'city',
    city_key = v.value ->> 'city_key',
    city_code = v.value ->> 'city_code',
    region = v.value ->> 'region',
    country = v.value ->> 'country'
from json_each(@rows) v
where person_address.nation_id = @nation_id + 0 * v.key and person_address.id = v.value ->> 'id'
