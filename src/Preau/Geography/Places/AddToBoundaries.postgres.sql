-- Adds to how many people live within each boundary. Uses the primary key.
update boundary set people = boundary.people + v.people
from json_to_recordset(cast(@rows as json)) as v(id bigint, people bigint)
where boundary.nation_id = @nation_id and boundary.id = v.id
