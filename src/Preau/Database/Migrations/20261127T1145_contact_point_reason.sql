-- Why somebody said that a mail address or a telephone does not work.
alter table person_email add column bad_reason text;
alter table person_phone add column bad_reason text;
