-- What came in until when somebody of the team has read: whoever answers reads what was on their screen, and nothing that came since.
alter table conversation add column read_at timestamptz;
update conversation set read_at = last_in_at where is_unread = false;
