-- Ballots that a voter history tells of.
insert into ballot (nation_id, election_id, person_id, method, party, cast_on, source)
select @nation_id, v.value ->> 'election_id', v.value ->> 'person_id', v.value ->> 'method', v.value ->> 'party', v.value ->> 'cast_on', v.value ->> 'source'
from json_each(@rows) v where true
on conflict (nation_id, election_id, person_id) do update set
    method = excluded.method,
    party = excluded.party,
    cast_on = excluded.cast_on,
    source = excluded.source
