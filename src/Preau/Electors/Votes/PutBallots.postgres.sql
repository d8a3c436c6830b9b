-- Ballots that a voter history tells of.
insert into ballot (nation_id, election_id, person_id, method, party, cast_on, source)
select @nation_id, v.election_id, v.person_id, v.method, v.party, v.cast_on, v.source
from json_to_recordset(cast(@rows as json)) as v(election_id bigint, person_id bigint, method text, party text, cast_on date, source text)
on conflict (nation_id, election_id, person_id) do update set
    method = excluded.method,
    party = excluded.party,
    cast_on = excluded.cast_on,
    source = excluded.source
