-- Which of these words a name begins with, last or first name first: two seeks a word.
select value as word from json_each(@words) where
    exists (select 1 from person where nation_id = @nation_id and name_key >= value and name_key < value || @until)
    or exists (select 1 from person where nation_id = @nation_id and given_key >= value and given_key < value || @until)
