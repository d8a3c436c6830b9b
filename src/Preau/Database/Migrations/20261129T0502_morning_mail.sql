-- Who wants a mail each morning, and the last day for which theirs was taken on.
alter table membership add column last_morning date;
