-- A file that was brought in, and what it did to each row that it touched, so that it can be taken back.
create table import (
    nation_id bigint not null references nation (id),
    id bigint not null,
    file_name text not null,
    path text not null,
    encoding text not null,
    delimiter text not null,
    mapping text not null,
    tag text,
    state text not null,
    total bigint not null,
    done bigint not null,
    created_count bigint not null,
    changed_count bigint not null,
    same_count bigint not null,
    refused_count bigint not null,
    kept_count bigint not null,
    problem text,
    account_id bigint references account (id),
    created_at timestamptz not null,
    ended_at timestamptz,
    primary key (nation_id, id)
);

create table import_effect (
    nation_id bigint not null,
    id bigint not null,
    import_id bigint not null,
    person_id bigint not null,
    entity text not null,
    row_key text not null,
    is_new boolean not null,
    field text,
    before text,
    after text,
    primary key (nation_id, id),
    foreign key (nation_id, import_id) references import (nation_id, id)
);
create index import_effect_by_import on import_effect (nation_id, import_id, person_id, id);
create index import_effect_by_person on import_effect (nation_id, person_id);

create table import_refusal (
    nation_id bigint not null,
    id bigint not null,
    import_id bigint not null,
    line bigint not null,
    reason text not null,
    row_text text not null,
    primary key (nation_id, id),
    foreign key (nation_id, import_id) references import (nation_id, id)
);
create index import_refusal_by_import on import_refusal (nation_id, import_id, id);
