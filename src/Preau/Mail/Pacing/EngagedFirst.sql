-- Of a part of an audience that was just frozen, whoever did something of late is due some seconds before the hour of the blast, and so before the others of every part: mails leave in the order in which they are due. Those of a version that leaves later, and whoever waits
-- for the better one, stay where they are. Uses mail_click_by_person, gift_by_person, action_taken_by_person, inbox_mail_by_person, text_message_by_person, and the key of the deliveries.
with act as (
    select c.person_id, c.at from mail_click c where c.nation_id = @nation_id and c.person_id > @after and c.person_id <= @last and c.at >= @since
    union all
    select g.person_id, g.given_at from gift g where g.nation_id = @nation_id and g.person_id > @after and g.person_id <= @last and g.given_at >= @since and g.status in ('received', 'disputed')
    union all
    select t.person_id, t.at from action_taken t where t.nation_id = @nation_id and t.person_id > @after and t.person_id <= @last and t.at >= @since
    union all
    select i.person_id, i.at from inbox_mail i where i.nation_id = @nation_id and i.person_id > @after and i.person_id <= @last and i.at >= @since and i.kind = 'in'
    union all
    select m.person_id, m.at from text_message m where m.nation_id = @nation_id and m.person_id > @after and m.person_id <= @last and m.at >= @since and m.is_incoming = true),
engaged as materialized (select person_id as engaged_id, max(at) as last_at from act group by person_id)
update mail_delivery set next_at = case when last_at >= @day then @first when last_at >= @days then @second when last_at >= @week then @third when last_at >= @fortnight then @fourth when last_at >= @month_ago then @fifth when last_at >= @quarter then @sixth else @seventh end
from engaged
where nation_id = @nation_id and month = @month and blast_id = @blast_id and person_id = engaged_id and person_id > @after and person_id <= @last and state = 'waiting' and next_at = @now
