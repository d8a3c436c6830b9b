alter table gift add column acknowledgement text not null default 'none';
alter table gift add column acknowledgement_at timestamptz;
alter table gift add column acknowledgement_answer text;
