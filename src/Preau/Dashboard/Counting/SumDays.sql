-- All days of the nation from its shares, which are always right by themselves. Once a rebuild: reads every share.
insert into roll_up_day (nation_id, measure, day, source, count, cents)
select nation_id, measure, day, source, sum(count), sum(cents)
from roll_up_share
where nation_id = @nation_id
group by nation_id, measure, day, source
