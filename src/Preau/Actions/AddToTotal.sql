-- One statement, so that two at once count two.
insert into page_total (nation_id, page_group_id, count) values (@nation_id, @page_group_id, @more)
on conflict (nation_id, page_group_id) do update set count = page_total.count + excluded.count
