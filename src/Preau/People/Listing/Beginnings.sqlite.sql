-- Which of these words a name begins with, last or first name first, and how often, as far as it matters: two seeks a word.
select word, by_last + by_given as people from (
    select value as word,
        (select count(*) from (select 1 from person where nation_id = @nation_id and name_key >= value and name_key < value || @until limit @most)) as by_last,
        (select count(*) from (select 1 from person where nation_id = @nation_id and given_key >= value and given_key < value || @until limit @most)) as by_given
    from json_each(@words))
where by_last + by_given > 0
