-- Adds to how many people have a place of each accuracy. Uses the primary key.
insert into place_total (nation_id, accuracy, people)
select @nation_id, v.value ->> 'id', v.value ->> 'people' from json_each(@rows) v where true
on conflict (nation_id, accuracy) do update set people = place_total.people + excluded.people
