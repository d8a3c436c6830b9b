-- Who became a member on a day of some year.
create index person_membership_by_started_on on person_membership (nation_id, started_on, person_id);
