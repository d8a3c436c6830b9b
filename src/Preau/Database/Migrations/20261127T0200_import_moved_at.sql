-- Of an import that counts as running, whether anybody still runs it.
alter table import add column moved_at timestamptz;
