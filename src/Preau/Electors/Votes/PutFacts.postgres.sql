-- Voter facts as a file leaves them, all columns of each.
insert into voter_facts (nation_id, person_id, party, party_key, previous_party, registered_on, is_active, is_early, is_absentee, is_permanent_absentee, precinct_code, precinct_name)
select @nation_id, v.person_id, v.party, v.party_key, v.previous_party, v.registered_on, v.is_active, v.is_early, v.is_absentee, v.is_permanent_absentee, v.precinct_code, v.precinct_name
from json_to_recordset(cast(@rows as json)) as v(person_id bigint, party text, party_key text, previous_party text, registered_on date, is_active boolean, is_early boolean, is_absentee boolean, is_permanent_absentee boolean, precinct_code text, precinct_name text)
on conflict (nation_id, person_id) do update set
    party = excluded.party,
    party_key = excluded.party_key,
    previous_party = excluded.previous_party,
    registered_on = excluded.registered_on,
    is_active = excluded.is_active,
    is_early = excluded.is_early,
    is_absentee = excluded.is_absentee,
    is_permanent_absentee = excluded.is_permanent_absentee,
    precinct_code = excluded.precinct_code,
    precinct_name = excluded.precinct_name
