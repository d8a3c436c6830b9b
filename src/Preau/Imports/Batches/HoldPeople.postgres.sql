-- Held until the batch ends: meanwhile nobody else of the nation matches or creates people (SavePerson shares this lock).
select pg_advisory_xact_lock(hashtextextended('people', @nation_id))
