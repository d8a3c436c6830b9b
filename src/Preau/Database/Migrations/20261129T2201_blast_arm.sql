-- The groups of a blast's audience that are compared, counted where deliveries move.
create table blast_arm (
    nation_id bigint not null references nation (id),
    blast_id bigint not null,
    place integer not null,
    people bigint not null,
    clicked bigint not null,
    unsubscribed bigint not null,
    primary key (nation_id, blast_id, place),
    foreign key (nation_id, blast_id) references blast (nation_id, id)
);

insert into blast_arm (nation_id, blast_id, place, people, clicked, unsubscribed)
select d.nation_id, d.blast_id, case when d.state = 'held_out' then -2 when d.is_rest = true then -1 else d.version end, count(*), count(d.clicked_at), count(d.unsubscribed_at)
from blast b join mail_delivery d on d.nation_id = b.nation_id and d.month = b.month and d.blast_id = b.id
where b.held_out_share > 0 or exists (select 1 from blast_version v where v.nation_id = b.nation_id and v.blast_id = b.id and v.language is null)
group by d.nation_id, d.blast_id, case when d.state = 'held_out' then -2 when d.is_rest = true then -1 else d.version end;
