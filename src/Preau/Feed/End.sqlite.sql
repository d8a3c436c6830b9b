-- The last line, whatever its nation_id.
select xid, position from change order by position desc limit 1
