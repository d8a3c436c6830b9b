-- The rows of people who were known before, all columns that a file can say. Uses the primary key.
update person p set
    first_name = v.first_name,
    last_name = v.last_name,
    name_key = v.name_key,
    given_key = v.given_key,
    sex = v.sex,
    born_on = v.born_on,
    language = v.language,
    support_level = v.support_level,
    priority = v.priority,
    employer = v.employer,
    occupation = v.occupation,
    is_roll_only = v.is_roll_only,
    changed_at = @now
from json_to_recordset(cast(@rows as json)) as v(id bigint, first_name text, last_name text, name_key text, given_key text, sex text, born_on date, language text, support_level integer, priority integer, employer text, occupation text, is_roll_only boolean)
where p.nation_id = @nation_id and p.id = v.id
