-- The audit trail is read newest first, by whom and by what.
create index audit_entry_by_at on audit_entry (nation_id, at, id);
create index audit_entry_by_account on audit_entry (nation_id, account_id, at, id);
create index audit_entry_by_action on audit_entry (nation_id, action, at, id);
