-- Adds to what a day comes to; the row is made when it is the first of its kind.
insert into roll_up_day (nation_id, measure, day, source, count, cents)
values (@nation_id, @measure, @day, @source, @count, @cents)
on conflict (nation_id, measure, day, source) do update set
    count = roll_up_day.count + excluded.count,
    cents = roll_up_day.cents + excluded.cents
