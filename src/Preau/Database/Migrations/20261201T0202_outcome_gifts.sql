-- How many gave after following a link of a mail, and the squares of what each of them gave, so that its gifts can stand beside those of others. Null where they were counted before.
alter table blast_outcome add column linked_gave bigint;
alter table blast_outcome add column linked_squares double precision;
