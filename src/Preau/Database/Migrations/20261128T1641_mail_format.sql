-- How the text of a mail is written: as HTML until now.
alter table blast add column format text not null default 'html';

-- Blocks that a campaign keeps for other mails.
create table saved_block (
    nation_id bigint not null,
    id bigint not null,
    name text not null,
    name_key text not null,
    body text not null,
    author_id bigint,
    changed_at timestamptz not null,
    primary key (nation_id, id)
);
create unique index saved_block_by_name_key on saved_block (nation_id, name_key);
