-- Whom a birth date and a name mean: imports and the search for duplicates ask for both at once; segments by age ask for a range of dates.
create index person_by_born_on on person (nation_id, born_on, name_key) where born_on is not null;
