-- Acts on many people: whom they are about, how far they are, and what stood before on each, a row a person.
alter table bulk_act add column field text;
alter table bulk_act add column value text;
alter table bulk_act add column who text;
alter table bulk_act add column title text;
alter table bulk_act add column state text not null default 'done';
alter table bulk_act add column total bigint not null default 0;
alter table bulk_act add column done bigint not null default 0;
alter table bulk_act add column changed bigint not null default 0;
alter table bulk_act add column undid bigint not null default 0;
alter table bulk_act add column last_person_id bigint not null default 0;
alter table bulk_act add column problem text;

create table bulk_person (
    nation_id bigint not null,
    bulk_act_id bigint not null,
    person_id bigint not null,
    primary key (nation_id, bulk_act_id, person_id),
    foreign key (nation_id, bulk_act_id) references bulk_act (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index bulk_person_by_person on bulk_person (nation_id, person_id);

create table bulk_effect (
    nation_id bigint not null,
    bulk_act_id bigint not null,
    person_id bigint not null,
    before text,
    primary key (nation_id, bulk_act_id, person_id),
    foreign key (nation_id, bulk_act_id) references bulk_act (nation_id, id),
    foreign key (nation_id, person_id) references person (nation_id, id)
);
create index bulk_effect_by_person on bulk_effect (nation_id, person_id);

-- «12:3,15:,16:» becomes a row a person; who was erased since is left out.
with recursive split (nation_id, act_id, item, rest) as (
    select nation_id, id, '', people || ',' from bulk_act where people <> ''
    union all
    select nation_id, act_id, substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) from split where rest <> ''
)
insert into bulk_effect (nation_id, bulk_act_id, person_id, before)
select s.nation_id, s.act_id, cast(substr(s.item, 1, instr(s.item || ':', ':') - 1) as integer), nullif(substr(s.item, instr(s.item || ':', ':') + 1), '')
from split s
where s.item <> '' and exists (select 1 from person p where p.nation_id = s.nation_id and p.id = cast(substr(s.item, 1, instr(s.item || ':', ':') - 1) as integer));

update bulk_act set changed = (select count(*) from bulk_effect e where e.nation_id = bulk_act.nation_id and e.bulk_act_id = bulk_act.id), state = case when undone_at is null then 'done' else 'undone' end;
update bulk_act set total = changed, done = changed;

alter table bulk_act drop column people;
