-- The newest lines behind a cursor that are committed, over all nations (nation_id comes with each), in no promise of completeness: lines of
-- transactions that are still open come later, with smaller positions. For PostgreSQL; SQLite has one writer and nothing to peek at. Uses change_by_xid.
select nation_id, xid, position, month, at, kind, subject_id, person_ids
from change
where (xid, position) > (@xid, @position)
order by xid desc, position desc
limit @take
