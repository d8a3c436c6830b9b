-- Who followed a link of a mail, and how many, is read from the index alone.
create index mail_click_by_link on mail_click (nation_id, blast_id, mail_link_id, person_id);
drop index mail_click_by_blast;
