-- Adds to the sums of the map's grid. Uses the primary key.
insert into map_cell (nation_id, level, x, y, people, lat_sum, lon_sum)
select @nation_id, v.value ->> 'level', v.value ->> 'x', v.value ->> 'y', v.value ->> 'people', v.value ->> 'lat', v.value ->> 'lon'
from json_each(@rows) v where true
on conflict (nation_id, level, x, y) do update set people = map_cell.people + excluded.people, lat_sum = map_cell.lat_sum + excluded.lat_sum, lon_sum = map_cell.lon_sum + excluded.lon_sum
