-- Which table refers to which, in every nation (by nation_id and the id).
select distinct m.name, f."table" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'
