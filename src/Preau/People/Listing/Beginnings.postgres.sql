-- Which of these words a name begins with, last or first name first: two seeks a word.
select word from json_array_elements_text(@words::json) as word where
    exists (select 1 from person where nation_id = @nation_id and name_key >= word collate "C" and name_key < (word || @until) collate "C")
    or exists (select 1 from person where nation_id = @nation_id and given_key >= word collate "C" and given_key < (word || @until) collate "C")
