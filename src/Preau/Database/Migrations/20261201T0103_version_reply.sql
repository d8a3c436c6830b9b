-- Where the answers to a version go, when not where those to its mail do.
alter table blast_version add column reply_to text;
