-- Held until the transaction ends, by many at once: meanwhile nobody of the nation merges, creates or removes people (HoldPeople waits).
select pg_advisory_xact_lock_shared(hashtextextended('people', @nation_id))
