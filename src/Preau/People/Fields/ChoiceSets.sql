-- The sets of choices that people have in a field, each once: a step from one to the next by custom_value_by_whole, whatever number of people have it.
with recursive sets(bits) as (
    select (select min(whole_value) from custom_value where nation_id = @nation_id and custom_field_id = @field_id and whole_value is not null)
    union all
    select (select min(v.whole_value) from custom_value v where v.nation_id = @nation_id and v.custom_field_id = @field_id and v.whole_value is not null and v.whole_value > s.bits)
    from sets s where s.bits is not null)
select bits from sets where bits is not null limit @most
