-- Which table refers to which, in every nation (by nation_id and the id).
select distinct a.relname, b.relname
from pg_constraint f
join pg_class a on a.oid = f.conrelid
join pg_class b on b.oid = f.confrelid
where f.contype = 'f' and f.connamespace = current_schema()::regnamespace
