create table law_decision (
    nation_id bigint not null references nation (id),
    id bigint not null,
    act text not null,
    subject_id bigint,
    outcome text not null,
    pack text not null,
    pack_version text not null,
    rules text not null,
    broken text not null,
    at timestamptz not null,
    primary key (nation_id, id)
);

create index law_decision_by_subject on law_decision (nation_id, act, subject_id);
