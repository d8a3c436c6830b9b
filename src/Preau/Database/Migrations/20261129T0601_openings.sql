-- Openings, of those who agreed to have them measured.
alter table mail_delivery add column is_measured boolean not null default false;
alter table mail_delivery add column opened_at timestamptz;
alter table blast_total add column measured bigint not null default 0;
alter table blast_total add column opened bigint not null default 0;
