-- The next lines, over all nations (nation_id comes with each). Only of transactions that every later snapshot will see: a plain sequence
-- would lose the rows of slow transactions. Uses change_by_xid.
select nation_id, xid, position, month, at, kind, subject_id, person_ids
from change
where (xid, position) > (@xid, @position) and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by xid, position
limit @take
