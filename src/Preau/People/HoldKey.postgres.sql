-- Held until the transaction ends; the nation is part of the key.
select pg_advisory_xact_lock(hashtextextended(@key, @nation_id))
