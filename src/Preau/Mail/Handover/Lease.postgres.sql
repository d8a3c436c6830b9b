-- One statement, so that no delivery has two holders; what another transaction has locked is skipped. Uses mail_delivery_by_state.
with due as materialized (
    select person_id as due_id from mail_delivery
    where nation_id = @nation_id and month = @month and blast_id = @blast_id and state = 'waiting' and next_at <= @now
    order by next_at, person_id limit @count for update skip locked)
update mail_delivery set state = 'leased', holder = @holder, attempts = attempts + 1, next_at = @until
from due
where nation_id = @nation_id and month = @month and blast_id = @blast_id and person_id = due_id
and exists (select 1 from blast where nation_id = @nation_id and id = @blast_id and state = 'sending')
returning person_id, address, attempts, version, language
