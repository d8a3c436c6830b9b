-- There is one writer at a time: this one.
select 1 from person where nation_id = @nation_id and id in (@one, @other)
