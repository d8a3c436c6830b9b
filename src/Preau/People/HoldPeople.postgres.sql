-- Held until the transaction ends: meanwhile nobody else of the nation matches, creates or removes people, or removes a field of theirs (SavePerson shares this lock).
select pg_advisory_xact_lock(hashtextextended('people', @nation_id))
