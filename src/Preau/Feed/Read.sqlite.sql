-- The next lines, over all nations (nation_id comes with each). One writer at a time: position is the order of commits.
select nation_id, xid, position, month, at, kind, subject_id, person_ids
from change
where position > @position and xid >= @xid
order by position
limit @take
