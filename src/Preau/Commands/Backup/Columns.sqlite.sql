-- The columns of every table of every nation and of the installation (nation_id is one of them).
select m.name, c.name, c.type
from sqlite_master m join pragma_table_info(m.name) c
where m.type = 'table' and m.name not like 'sqlite!_%' escape '!'
order by m.name, c.cid
