-- Who bears one of these names and was born on the day that goes with it: one seek for each. «Cross», or SQLite would go through everybody for each of them.
select p.id, p.name_key, p.born_on
from json_each(@wanted) as v
cross join person p on p.nation_id = @nation_id and p.born_on = v.value ->> 'born_on' and p.name_key = v.value ->> 'name_key'
