-- What the ledger says today, after lines of a file were appended to it. Uses the primary key.
insert into consent_state (nation_id, person_id, purpose, is_given, at)
select @nation_id, v.person_id, v.purpose, v.is_given, @now
from json_to_recordset(cast(@rows as json)) as v(person_id bigint, purpose text, is_given boolean)
on conflict (nation_id, person_id, purpose) do update set is_given = excluded.is_given, at = excluded.at
