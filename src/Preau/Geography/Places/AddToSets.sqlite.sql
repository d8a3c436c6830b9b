-- Adds to how many people live within the boundaries of each set. Uses the primary key: the nation depends on the row in name only, else SQLite walks the whole table first.
update boundary_set set people = boundary_set.people + (v.value ->> 'people')
from json_each(@rows) v
where boundary_set.nation_id = @nation_id + 0 * v.key and boundary_set.id = v.value ->> 'id'
