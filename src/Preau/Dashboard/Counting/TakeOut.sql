-- Takes out all shares of a person, and says what they were: read and removed at once, so that nobody else takes them out too. Uses the primary key.
delete from roll_up_share where nation_id = @nation_id and person_id = @person_id
returning measure, day, source, count, cents
