-- Whoever writes something of one of them holds their key: they wait, or this does.
select 1 from person where nation_id = @nation_id and id in (@one, @other) order by id for update
