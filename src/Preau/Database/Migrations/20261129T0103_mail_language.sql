-- The same message in another language: whose language that is gets it. Null is a version that is drawn by lot.
alter table blast_version add column language text;
alter table blast_version add column preheader text;
