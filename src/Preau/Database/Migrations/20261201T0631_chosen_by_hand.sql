-- Who chose the version of a mail that the others got, where somebody did by hand.
alter table blast add column chooser_id bigint;
