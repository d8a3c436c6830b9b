-- Which of the campaign's own fields an account's lists of people show, by their numbers.
alter table membership add column people_columns text not null default '';
