-- What an import did to somebody who was known before: one row for each person and batch, not one for each value.
drop table import_effect;
create table import_touch (
    nation_id bigint not null,
    import_id bigint not null,
    person_id bigint not null,
    line bigint not null,
    touches text not null,
    primary key (nation_id, import_id, person_id, line),
    foreign key (nation_id, import_id) references import (nation_id, id)
);
create index import_touch_by_person on import_touch (nation_id, person_id);

alter table import add column trial text;
alter table import add column date_orders text not null default '{}';
alter table import add column undone_count bigint not null default 0;
