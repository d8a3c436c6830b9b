-- When it was forgotten who got it.
alter table blast add column forgotten_at timestamptz;
