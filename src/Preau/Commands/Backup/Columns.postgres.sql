-- The columns of every table of every nation and of the installation (nation_id is one of them); partitions are read through their table.
select t.relname, c.column_name, c.data_type
from pg_class t
join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
join information_schema.columns c on c.table_schema = n.nspname and c.table_name = t.relname
where t.relkind in ('r', 'p') and not t.relispartition
order by t.relname, c.ordinal_position
