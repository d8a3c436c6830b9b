-- Of every nation, in the transaction of a restore: nothing that was on its way when the backup was made (nation_id by nation_id) leaves by itself.
update blast_total set unknown = unknown + (select count(*) from mail_delivery d where d.nation_id = blast_total.nation_id and d.blast_id = blast_total.blast_id and d.state = 'leased')
where exists (select 1 from mail_delivery d where d.nation_id = blast_total.nation_id and d.blast_id = blast_total.blast_id and d.state = 'leased');
update mail_delivery set state = 'unknown', answer = 'A backup was brought back while it was in hand.' where state = 'leased';
update blast set state = 'paused', problem = case language when 'fr' then @paused_fr else @paused_en end where state in ('sending', 'paused');
update blast set state = 'draft', problem = case language when 'fr' then @draft_fr else @draft_en end where state = 'scheduled';
