alter table account add column link_asked_at timestamptz;
