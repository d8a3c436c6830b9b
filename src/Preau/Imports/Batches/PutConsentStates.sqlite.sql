-- What the ledger says today, after lines of a file were appended to it. Uses the primary key.
insert into consent_state (nation_id, person_id, purpose, is_given, at)
select @nation_id, v.value ->> 'person_id', v.value ->> 'purpose', v.value ->> 'is_given', @now
from json_each(@rows) v where true
on conflict (nation_id, person_id, purpose) do update set is_given = excluded.is_given, at = excluded.at
