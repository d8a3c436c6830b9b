-- Adds to the sums of the map's grid. Uses the primary key.
insert into map_cell (nation_id, level, x, y, people, lat_sum, lon_sum)
select @nation_id, v.level, v.x, v.y, v.people, v.lat, v.lon
from json_to_recordset(cast(@rows as json)) as v(level integer, x integer, y integer, people bigint, lat bigint, lon bigint)
on conflict (nation_id, level, x, y) do update set people = map_cell.people + excluded.people, lat_sum = map_cell.lat_sum + excluded.lat_sum, lon_sum = map_cell.lon_sum + excluded.lon_sum
