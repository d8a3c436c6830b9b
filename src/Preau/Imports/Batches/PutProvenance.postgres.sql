-- Where the values come from that were set on people who were known before. Uses the primary key.
insert into provenance (nation_id, person_id, field, source, at)
select @nation_id, v.person_id, v.field, @source, @now
from json_to_recordset(cast(@rows as json)) as v(person_id bigint, field text)
on conflict (nation_id, person_id, field) do update set source = excluded.source, at = excluded.at
