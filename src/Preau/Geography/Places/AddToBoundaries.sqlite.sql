-- Adds to how many people live within each boundary. Uses the primary key: the nation depends on the row in name only, else SQLite walks the whole table first.
update boundary set people = boundary.people + (v.value ->> 'people')
from json_each(@rows) v
where boundary.nation_id = @nation_id + 0 * v.key and boundary.id = v.value ->> 'id'
