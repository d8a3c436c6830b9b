-- Adds to how many people live within each boundary. Uses the primary key.
update boundary set people = boundary.people + (v.value ->> 'people')
from json_each(@rows) v
where boundary.nation_id = @nation_id and boundary.id = v.value ->> 'id'
