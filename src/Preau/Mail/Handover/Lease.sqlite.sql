-- One statement, so that no delivery has two holders; SQLite has one writer. Uses mail_delivery_by_state.
update mail_delivery set state = 'leased', holder = @holder, attempts = attempts + 1, next_at = @until
where nation_id = @nation_id and month = @month and blast_id = @blast_id and person_id in (
    select person_id from mail_delivery
    where nation_id = @nation_id and blast_id = @blast_id and state = 'waiting' and next_at <= @now
    order by next_at, person_id limit @count)
and exists (select 1 from blast where nation_id = @nation_id and id = @blast_id and state = 'sending')
returning person_id, address, attempts, version, language
