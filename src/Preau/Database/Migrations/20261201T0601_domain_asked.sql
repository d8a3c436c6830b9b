-- When the DNS was asked last about a record of the sender's domain, whether it answered or not.
alter table domain_record add column asked_at timestamptz not null default '2026-12-01T00:00:00.0000000+00:00';

update domain_record set asked_at = seen_at;
