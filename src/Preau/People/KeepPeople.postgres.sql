-- Held until the transaction ends, by many at once: meanwhile nobody of the nation merges, erases or imports people (HoldPeople waits). Forms make new ones all the same (HoldKey shares it).
select pg_advisory_xact_lock_shared(hashtextextended('people', @nation_id))
