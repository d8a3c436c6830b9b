-- The name that whoever signed has typed: the address may be somebody else's, whose stored name must not be shown for it.
alter table action_taken add column name_typed text not null default '';
update action_taken set name_typed = coalesce((select trim(p.first_name || ' ' || p.last_name) from person p where p.nation_id = action_taken.nation_id and p.id = action_taken.person_id), '');
