-- Which of these names several people bear, but not more than can be compared: bearers, archived or not, are counted in the index, and no further than that.
select name_key from (select value as name_key, (select count(*) from (select 1 from person where nation_id = @nation_id and name_key = value limit @most + 1)) as people from json_each(@names))
where people between 2 and @most
