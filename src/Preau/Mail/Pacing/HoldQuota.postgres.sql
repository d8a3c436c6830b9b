-- Held until the transaction ends: meanwhile nobody else of the nation takes mails in hand of what a warm-up leaves for today.
select pg_advisory_xact_lock(hashtextextended('mail_quota', @nation_id))
