-- Held until the transaction ends: places of a nation are worked out by one at a time, or two would write the same row.
select pg_advisory_xact_lock(hashtextextended('places', @nation_id))
