-- Who called a mail spam, in the groups that are compared.
alter table blast_arm add column complained bigint not null default 0;
alter table blast_outcome add column complained bigint not null default 0;

update blast_arm set complained = (
    select count(*)
    from blast b join mail_delivery d on d.nation_id = b.nation_id and d.month = b.month and d.blast_id = b.id
    where b.nation_id = blast_arm.nation_id and b.id = blast_arm.blast_id and d.complained_at is not null
        and case when d.state = 'held_out' then -2 when d.is_rest = true then -1 else d.version end = blast_arm.place)
where exists (select 1 from blast_total t where t.nation_id = blast_arm.nation_id and t.blast_id = blast_arm.blast_id and t.complained > 0);

-- By what the version for the rest did better.
alter table blast add column chosen_by text;

-- Because of what a version was stopped.
create table stopped_version (
    nation_id bigint not null references nation (id),
    blast_id bigint not null,
    place integer not null,
    other integer not null,
    measure text not null,
    estimate double precision not null,
    low double precision not null,
    high double precision not null,
    at timestamptz not null,
    is_asked boolean not null,
    primary key (nation_id, blast_id, place),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);
