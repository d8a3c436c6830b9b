-- Whom rows of a file name (who recruited somebody, who looks after them), until all rows are in and they are looked for; those who are not found stay, with the reason.
create table import_naming (
    nation_id bigint not null,
    import_id bigint not null,
    line bigint not null,
    named_as text not null,
    person_id bigint not null,
    number text,
    said text,
    state text not null,
    primary key (nation_id, import_id, line, named_as),
    foreign key (nation_id, import_id) references import (nation_id, id)
);
create index import_naming_by_person on import_naming (nation_id, person_id);

alter table import add column named_count bigint not null default 0;
alter table import add column related_count bigint not null default 0;
alter table import add column unrelated_count bigint not null default 0;
