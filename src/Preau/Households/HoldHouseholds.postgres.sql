-- Held until the transaction ends: meanwhile nobody else of the nation works households out or corrects them, so that one address makes one of each.
select pg_advisory_xact_lock(hashtextextended('households', @nation_id))
