-- Which of these words a name begins with, last or first name first, and how often, as far as it matters: two seeks a word.
select word, by_last.people + by_given.people as people
from json_array_elements_text(@words::json) as word
cross join lateral (select count(*) as people from (select 1 from person where nation_id = @nation_id and name_key >= word collate "C" and name_key < (word || @until) collate "C" limit @most) as one) as by_last
cross join lateral (select count(*) as people from (select 1 from person where nation_id = @nation_id and given_key >= word collate "C" and given_key < (word || @until) collate "C" limit @most) as one) as by_given
where by_last.people + by_given.people > 0
