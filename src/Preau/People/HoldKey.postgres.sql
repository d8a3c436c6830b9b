-- Held until the transaction ends; the nation is part of the key. An import holds all people of its nation for a batch, so it is waited for first.
select pg_advisory_xact_lock_shared(hashtextextended('people', @nation_id)), pg_advisory_xact_lock(hashtextextended(@key, @nation_id))
