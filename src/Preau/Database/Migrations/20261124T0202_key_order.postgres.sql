-- Keys compare byte by byte, as in .NET and on SQLite: searches for the beginning of a name are ranges of an index,
-- and a page of a list goes on exactly where the last one ended, whatever the database's own collation.
alter table person alter column name_key type text collate "C", alter column given_key type text collate "C", alter column source type text collate "C";
alter table person_email alter column email_key type text collate "C";
alter table person_phone alter column phone_key type text collate "C";
alter table person_address alter column city_key type text collate "C", alter column postcode type text collate "C";
alter table tag alter column name_key type text collate "C";
alter table custom_value alter column text_key type text collate "C";
