-- Who bears one of these names and was born on the day that goes with it: one seek for each.
select p.id, p.name_key, p.born_on
from json_to_recordset(cast(@wanted as json)) as v(name_key text, born_on date)
cross join lateral (select id, name_key, born_on from person where nation_id = @nation_id and born_on = v.born_on and name_key = v.name_key) as p
