-- Sure pairs are merged in the order of their numbers, one after the other.
create index duplicate_by_sure on duplicate (nation_id, state, is_sure, person_id, other_person_id);
