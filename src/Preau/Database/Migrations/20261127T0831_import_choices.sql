-- What is asked once for each file: where it comes from and what allows to hold it; by what rows find people, and which columns only fill what is empty.
alter table import add column bytes bigint not null default 0;
alter table import add column sheet text;
alter table import add column sheets text not null default '[]';
alter table import add column yields text not null default '[]';
alter table import add column matching text not null default 'id,numbers,email,phone';
alter table import add column origin_kind text;
alter table import add column origin text;
alter table import add column basis text;
alter table import add column basis_text text;
alter table import add column obtained_on date;
-- What the history is searched by: the name of the file and where it came from, folded.
alter table import add column search_key text not null default '';
create index import_by_total on import (nation_id, total, id);

create table import_template (
    nation_id bigint not null references nation (id),
    id bigint not null,
    name text not null,
    name_key text not null,
    body text not null,
    account_id bigint references account (id),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    used_at timestamptz,
    primary key (nation_id, id)
);
create unique index import_template_by_name on import_template (nation_id, name_key);
update import set search_key = lower(replace(replace(file_name, '.', ' '), '_', ' '));
