-- Which of these names several people bear, but not more than can be compared: bearers, archived or not, are counted in the index, and no further than that.
select name as name_key
from json_array_elements_text(cast(@names as json)) as name
cross join lateral (select count(*) as people from (select 1 from person where nation_id = @nation_id and name_key = name limit @most + 1) as one) as bearers
where bearers.people between 2 and @most
