-- The rows of people who were known before, all columns that a file can say. Uses the primary key.
-- The nation depends on the row in name only: else SQLite, which knows no numbers of a young table, walks everybody and reads all rows for each.
update person set
    first_name = v.value ->> 'first_name',
    last_name = v.value ->> 'last_name',
    name_key = v.value ->> 'name_key',
    given_key = v.value ->> 'given_key',
    sex = v.value ->> 'sex',
    born_on = v.value ->> 'born_on',
    language = v.value ->> 'language',
    support_level = v.value ->> 'support_level',
    priority = v.value ->> 'priority',
    employer = v.value ->> 'employer',
    occupation = v.value ->> 'occupation',
    is_roll_only = v.value ->> 'is_roll_only',
    changed_at = @now
from json_each(@rows) v
where person.nation_id = @nation_id + 0 * v.key and person.id = v.value ->> 'id'
