-- How many electors each polling station has, by the index of registrations over stations. Run when a roll is in, or taken back.
update polling_station set
    elector_count = (select count(*) from registration r where r.nation_id = @nation_id and r.polling_station_id = polling_station.id and r.struck_off_on is null)
where nation_id = @nation_id
