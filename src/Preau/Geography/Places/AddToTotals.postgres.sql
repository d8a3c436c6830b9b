-- Adds to how many people have a place of each accuracy. Uses the primary key.
insert into place_total (nation_id, accuracy, people)
select @nation_id, v.id, v.people from json_to_recordset(cast(@rows as json)) as v(id text, people bigint)
on conflict (nation_id, accuracy) do update set people = place_total.people + excluded.people
