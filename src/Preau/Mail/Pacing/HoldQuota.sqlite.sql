-- One writer at a time holds everything already; the nation is only named.
select @nation_id
