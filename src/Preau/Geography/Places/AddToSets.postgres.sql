-- Adds to how many people live within the boundaries of each set. Uses the primary key.
update boundary_set set people = boundary_set.people + v.people
from json_to_recordset(cast(@rows as json)) as v(id bigint, people bigint)
where boundary_set.nation_id = @nation_id and boundary_set.id = v.id
