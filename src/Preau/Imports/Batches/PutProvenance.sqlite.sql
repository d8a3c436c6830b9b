-- Where the values come from that were set on people who were known before. Uses the primary key.
insert into provenance (nation_id, person_id, field, source, at)
select @nation_id, v.value ->> 'person_id', v.value ->> 'field', @source, @now
from json_each(@rows) v where true
on conflict (nation_id, person_id, field) do update set source = excluded.source, at = excluded.at
