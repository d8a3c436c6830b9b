-- Mails from which can be told who gave: what answers or follows a gift, and what names one. Whoever may not see gifts does not see them.
alter table blast add column tells_of_gifts boolean not null default false;
alter table automatic_mail add column tells_of_gifts boolean not null default false;
update automatic_mail set tells_of_gifts = true where exists (select 1 from site_page p where p.nation_id = automatic_mail.nation_id and p.id = automatic_mail.page_id and p.kind = 'donation');
update blast set tells_of_gifts = true where exists (select 1 from automatic_mail m where m.nation_id = blast.nation_id and m.blast_id = blast.id and m.tells_of_gifts);
