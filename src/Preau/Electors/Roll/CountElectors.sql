-- How many electors the polling stations have that a roll is about, by the index of registrations over stations: those of its communes, and those that it had somebody move away from. Run when
-- it is in, or taken back.
update polling_station set
    elector_count = (select count(*) from registration r where r.nation_id = @nation_id and r.polling_station_id = polling_station.id and r.struck_off_on is null)
where nation_id = @nation_id and (
    commune_code in (select c.code from roll_commune c where c.nation_id = @nation_id and c.import_id = @import_id)
    or id in (select c.from_station_id from roll_change c where c.nation_id = @nation_id and c.import_id = @import_id and c.from_station_id is not null))
