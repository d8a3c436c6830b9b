-- The last line that Read would give, whatever its nation_id. Uses change_by_xid.
select xid, position from change where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint order by xid desc, position desc limit 1
