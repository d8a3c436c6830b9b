-- Voter facts as a file leaves them, all columns of each.
insert into voter_facts (nation_id, person_id, party, party_key, previous_party, registered_on, is_active, is_early, is_absentee, is_permanent_absentee, precinct_code, precinct_name)
select @nation_id, v.value ->> 'person_id', v.value ->> 'party', v.value ->> 'party_key', v.value ->> 'previous_party', v.value ->> 'registered_on', v.value ->> 'is_active', v.value ->> 'is_early', v.value ->> 'is_absentee', v.value ->> 'is_permanent_absentee', v.value ->> 'precinct_code', v.value ->> 'precinct_name'
from json_each(@rows) v where true
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
