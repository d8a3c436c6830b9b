-- Addresses that a file wrote over. Uses the primary key.
update person_address a set
    line1 = v.line1,
    line2 = v.line2,
    postcode = v.postcode,
    city = v.city,
    city_key = v.city_key,
    city_code = v.city_code,
    region = v.region,
    country = v.country
from json_to_recordset(cast(@rows as json)) as v(id bigint, line1 text, line2 text, postcode text, city text, city_key text, city_code text, region text, country text)
where a.nation_id = @nation_id and a.id = v.id
