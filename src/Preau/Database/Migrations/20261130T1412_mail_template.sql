-- A template is the text of mails to come: a blast with a name that is never sent.
alter table blast add column template_name text;
create index blast_by_template on blast (nation_id, changed_at, id) where template_name is not null;
